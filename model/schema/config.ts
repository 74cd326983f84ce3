import { z } from 'zod';
import { cluster } from './cluster';
import { dnsLabel } from './dns-label';
import { federation } from './federation';
import { ingressGateway } from './ingress-gateway';
import { istio } from './istio';
import { mesh } from './mesh';
import { network } from './network';
import { nodePool } from './node-pool';
import { tolerations } from './placement';
import { registryHost, registryLogin } from './registry';
import { service } from './service';
import { virtualMachine } from './virtual-machine';
import { workloadGroup } from './workload-group';

/** The whole configuration: every key of a stack's config below `meshwork:`. */
export const config = z.strictObject({
  istio: istio.optional().describe('The Istio release and its sources. Needed as soon as a cluster is in a mesh.'),
  meshes: z.record(dnsLabel, mesh).default({}).describe('The meshes, by name.'),
  networks: z.record(dnsLabel, network).describe('The networks, by name.'),
  clusters: z.record(dnsLabel, cluster).describe('The clusters, by name.'),
  services: z
    .record(dnsLabel, service)
    .default({})
    .describe('Services that other clusters or meshes use, each declared once, by name.'),
  federations: z
    .record(dnsLabel, federation)
    .default({})
    .describe('Pairs of meshes that trust each other, and the services that they export to each other, by name.'),
  ingressGateways: z
    .record(dnsLabel, ingressGateway)
    .default({})
    .describe('Gateways through which traffic from outside enters a mesh, by name.'),
  nodePools: z
    .record(dnsLabel, nodePool)
    .default({})
    .describe('Nodes that gateways may run on, with or without an accelerator for TLS, by name.'),
  workloadGroups: z
    .record(dnsLabel, workloadGroup)
    .default({})
    .describe('Groups of machines outside Kubernetes that do the same work, by name.'),
  virtualMachines: z
    .record(dnsLabel, virtualMachine)
    .default({})
    .describe('Machines outside Kubernetes that join a mesh, by name.'),
  sshKeys: z
    .record(dnsLabel, z.string().min(1))
    .default({})
    .describe(
      'Secret. Private keys for SSH by machine. `default` is for machines without a key of their own, and for bastions.',
    ),
  rootKeys: z
    .record(dnsLabel, z.record(dnsLabel, z.string().min(1)))
    .default({})
    .describe(
      'Secret. Private keys of the roots that are given (`meshwork:meshes.<mesh>.roots.<root>.given`) and sign here, in PEM, by mesh and root.',
    ),
  intermediateKeys: z
    .record(dnsLabel, z.string().min(1))
    .default({})
    .describe(
      'Secret. Private keys of the intermediates that are given (`meshwork:meshes.<mesh>.intermediates.given`), in PEM, by cluster.',
    ),
  certificateKeys: z
    .record(dnsLabel, z.record(dnsLabel, z.string().min(1)))
    .default({})
    .describe('Secret. Private keys of given certificates, in PEM, by ingress gateway and server.'),
  chartCredentials: registryLogin
    .optional()
    .describe(
      'Secret. User name and password for the chart repository (`meshwork:istio.charts.repository`), by HTTP basic authentication. Default: none.',
    ),
  registryCredentials: z
    .record(registryHost, registryLogin)
    .default({})
    .describe(
      'Secret. User names and passwords for registries of images, by host and port of the registry. Each cluster gets them in a Secret in `istio-system`, and with `cni` in `kube-system`, ' +
        '`meshwork-registry`. Sidecars ask for a Secret of that name in the namespace of their pod.',
    ),
  kubeconfigs: z
    .record(dnsLabel, z.string().min(1))
    .default({})
    .describe('Secret. Kubeconfig texts by cluster, for clusters without a kubeconfig file.'),
  verify: z
    .strictObject({
      tolerations: tolerations
        .default([])
        .describe('The taints that the pods of verify put up with, as in a Kubernetes pod.'),
      image: z
        .string()
        .min(1)
        .default('registry.k8s.io/e2e-test-images/agnhost:2.63.0')
        .describe(
          "Image of verify's clients and servers: Kubernetes' agnhost, or another one with its `netexec` command.",
        ),
    })
    .prefault({})
    .describe('Settings of `npm run verify`.'),
});

/** The keys whose values are secret. No other key may hold a secret. */
export const SECRET_KEYS = [
  'certificateKeys',
  'chartCredentials',
  'intermediateKeys',
  'kubeconfigs',
  'registryCredentials',
  'rootKeys',
  'sshKeys',
] as const satisfies readonly (keyof typeof config.shape)[];

/** A parsed configuration, defaults filled in. */
export type Spec = z.infer<typeof config> & {
  /**
   * The entries that are left out because their shape is wrong, such as `clusters.west`, and the top-level keys whose whole value has a wrong
   * shape, such as `istio` (model/problems/malformed.ts). Only the rules see such a spec. Default: none.
   */
  readonly malformed?: ReadonlySet<string>;
};
/** Which Istio a spec asks for. */
export type IstioSpec = z.infer<typeof istio>;
/** One mesh of a spec. */
export type MeshSpec = z.infer<typeof mesh>;
/** One network of a spec. */
export type NetworkSpec = z.infer<typeof network>;
/** One cluster of a spec. */
export type ClusterSpec = z.infer<typeof cluster>;
/** One cluster of a spec that is in a mesh. */
export type MeshedClusterSpec = Exclude<ClusterSpec, { role: 'standalone' }>;
/** One declared service of a spec. */
export type ServiceSpec = z.infer<typeof service>;
/** One federation of a spec. */
export type FederationSpec = z.infer<typeof federation>;
/** One workload group of a spec. */
export type WorkloadGroupSpec = z.infer<typeof workloadGroup>;
/** One virtual machine of a spec. */
export type VirtualMachineSpec = z.infer<typeof virtualMachine>;
/** One ingress gateway of a spec. */
export type IngressGatewaySpec = z.infer<typeof ingressGateway>;
