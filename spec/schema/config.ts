import { z } from 'zod';
import { cluster } from './cluster';
import { dnsLabel } from './dns-label';
import { istio } from './istio';
import { mesh } from './mesh';
import { network } from './network';

/** The whole configuration: every key of a stack's config below `meshwork:`. */
export const config = z.strictObject({
  istio: istio.describe('Which Istio, and from where.'),
  meshes: z.record(dnsLabel, mesh).describe('The meshes, by name.'),
  networks: z.record(dnsLabel, network).describe('The networks, by name.'),
  clusters: z.record(dnsLabel, cluster).describe('The clusters, by name.'),
  kubeconfigs: z
    .record(dnsLabel, z.string().min(1))
    .default({})
    .describe('Secret. Kubeconfig texts by cluster, for clusters without a kubeconfig file.'),
  verify: z
    .strictObject({
      image: z
        .string()
        .min(1)
        .default('registry.k8s.io/e2e-test-images/agnhost:2.63.0')
        .describe("Image of verify's clients and servers: Kubernetes' agnhost, or one that serves its netexec."),
    })
    .prefault({})
    .describe('Settings of `npm run verify`.'),
});

/** A parsed configuration, defaults filled in. */
export type Spec = z.infer<typeof config>;
/** One mesh of a spec. */
export type MeshSpec = z.infer<typeof mesh>;
/** One network of a spec. */
export type NetworkSpec = z.infer<typeof network>;
/** One cluster of a spec. */
export type ClusterSpec = z.infer<typeof cluster>;
