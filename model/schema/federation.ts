import { z } from 'zod';
import { dnsLabel } from './dns-label';
import { hostName } from './dns-name';

const exported = z.strictObject({
  from: dnsLabel
    .optional()
    .describe('The mesh that exports it. Default: the only one of the two that declares the service.'),
  host: hostName
    .optional()
    .describe('Host name in the other mesh. Default: `<service>.<namespace>.svc.<exporting mesh>.mesh.internal`.'),
});

/** Two meshes that trust each other, and what they export to each other. */
export const federation = z.strictObject({
  meshes: z.tuple([dnsLabel, dnsLabel], { error: 'a list of two meshes' }).describe('The two meshes.'),
  trust: z
    .enum(['exchanged', 'withdrawn'])
    .default('exchanged')
    .describe(
      'Whether each mesh trusts the roots of the other. It leaves exports as they are, so that trust can be given and taken in a step of its own.',
    ),
  sharedTrustDomain: z
    .boolean()
    .default(false)
    .describe(
      'Says that both meshes use one trust domain on purpose. Each can then name any identity of the other, because both roots sign for it.',
    ),
  exports: z
    .record(dnsLabel, exported)
    .default({})
    .describe('The services that appear in the other mesh, by their key in `meshwork:services`.'),
});
