import { z } from 'zod';
import { dnsLabel } from './dns-label';
import { dnsName } from './dns-name';
import { intermediates } from './intermediates';
import { root } from './root';
import { uniqueList } from './unique-list';

/** One mesh: one identity domain with roots of its own. */
export const mesh = z.strictObject({
  meshId: dnsLabel.optional().describe("Mesh ID that proxies report. Default: the mesh's name."),
  trustDomain: dnsName
    .default('cluster.local')
    .describe(
      "First part of every workload's SPIFFE identity. The default is Istio's own. A change takes three steps, with `trustDomainAliases` " +
        '(docs/how-to/change-trust-domain.md).',
    ),
  trustDomainAliases: uniqueList(dnsName)
    .default([])
    .describe(
      'Further trust domains whose identities are those of this mesh: the one that it will have, before a change of `trustDomain`, and the one that it had, ' +
        'after it.',
    ),
  mtls: z
    .enum(['strict', 'permissive'])
    .default('strict')
    .describe('Whether workloads refuse plaintext (`strict`) or accept it as well (`permissive`, for migrations).'),
  dns: z
    .enum(['capture', 'stubs'])
    .default('capture')
    .describe(
      'How the name of a service resolves in clusters that do not run it. `capture`: sidecars answer DNS for every service of the mesh. It needs no ' +
        'declarations, and is the only way for names of other meshes. `stubs`: every cluster of the mesh that does not run one of `meshwork:services` gets a ' +
        'Service without pods for it, for programs with a resolver of their own.',
    ),
  roots: z
    .record(dnsLabel, root)
    .refine((roots) => Object.keys(roots).length > 0, { error: 'at least one root' })
    .prefault({ root: {} })
    .describe(
      'The root certificate authorities that the mesh trusts, by name. A mesh has a second one while its root is replaced.',
    ),
  signer: dnsLabel
    .optional()
    .describe('The root that signs the intermediates. Default: the only one; with several it must be named.'),
  intermediates,
});
