import { EVERY_SERVICE } from '../names/east-west-gateway';
import { remoteSecretName } from '../names/remote-secret';
import type { IstioSpec, MeshedClusterSpec } from '../schema/config';
import type { PlaceState } from '../schema/state';
import {
  isWatched,
  type MeshedCluster,
  type PrimaryCluster,
  primaryOf,
  servedBy,
  watchedBy,
} from '../topology/clusters';
import { exportedHosts } from '../topology/federations';
import type { IngressGateway } from '../topology/ingress-gateways';
import type { NodePool } from '../topology/node-pools';
import { spansNetworks } from '../topology/meshes';
import { type ChartSource, chartSource } from './chart-source';
import { baseValues } from './chart-values';
import { type CniPlan, planCni } from './cni-plan';
import { type ControlPlanePlan, planControlPlanes } from './control-plane-plan';
import { type EastWestGatewayPlan, needsEastWestGateway, planEastWestGateway } from './east-west-gateway-plan';
import { type ImportPlan, planImport } from './federation-plan';
import type { GatewayPlan } from './gateway-plan';
import { planIngressGateway } from './ingress-gateway-plan';
import type { Values } from './values';

/** One cluster of a mesh: everything that is made in it, and the clusters that it talks to. */
export interface ClusterPlan {
  /** Its key in the config; names of Pulumi resources start with it. */
  readonly name: string;
  /** The ID that Istio knows it by. */
  readonly clusterId: string;
  readonly mesh: string;
  readonly network: string;
  readonly role: 'primary' | 'remote';
  /** Whether it is deployed to. */
  readonly state: PlaceState;
  /** The cluster whose istiods serve it: itself, if it is a primary. */
  readonly servedBy: string;
  /** Labels of its control plane namespace. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** Annotations of its control plane namespace. */
  readonly namespaceAnnotations: Readonly<Record<string, string>>;
  /** Whether that namespace is not the stack's: it is taken over, and left at the end. */
  readonly namespaceExists: boolean;
  /** Generation of the token with which other clusters watch it; undefined if none does. */
  readonly readerTokenGeneration: number | undefined;
  /** Its API server as istiods of other clusters reach it, where that differs from its kubeconfig. */
  readonly apiServer: MeshedClusterSpec['apiServer'];
  /** The clusters that its istiods watch. Empty for a remote. */
  readonly remoteSecrets: readonly RemoteSecretPlan[];
  /** Where the base chart comes from. */
  readonly charts: ChartSource;
  /** Whose Istio's CRDs are. */
  readonly crds: IstioSpec['crds'];
  /** Values of the base chart. */
  readonly baseValues: Values;
  /** Istio's CNI agent; undefined if it has none. */
  readonly cni: CniPlan | undefined;
  /** Its control planes, one for each revision. */
  readonly controlPlanes: readonly ControlPlanePlan[];
  /** Its gateways: an east-west gateway, if it needs one, then its ingress gateways. */
  readonly gateways: readonly GatewayPlan[];
  /** Hosts that the east-west gateways configured here let through: config is read from primaries. Empty for a remote. */
  readonly exposes: readonly string[];
  /** Services of other meshes. Declared on primaries, for all clusters that they serve. */
  readonly imports: readonly ImportPlan[];
}

/** One remote secret: the cluster that it lets an istiod watch, and its name in Kubernetes. */
export interface RemoteSecretPlan {
  readonly watched: string;
  readonly secretName: string;
}

/**
 * Plans one cluster of a mesh.
 *
 * @param istio The release of Istio in it, with its sources and values.
 * @param ingressGateways The ingress gateways of the stack.
 * @param gatewayPool The node pool of its east-west gateway. Default: none.
 */
export function planCluster(
  cluster: MeshedCluster,
  istio: IstioSpec,
  ingressGateways: readonly IngressGateway[],
  gatewayPool?: NodePool,
): ClusterPlan {
  const { clusterId, mesh, name, network, role, spec, state } = cluster;
  const primary = primaryOf(cluster);
  const ingress = ingressGateways.find((one) => one.spec.kubernetesIngress && primaryOf(one.cluster) === cluster);
  return {
    name,
    clusterId,
    mesh: mesh.name,
    network: network.name,
    role,
    state,
    servedBy: primary.name,
    namespaceLabels: { ...spec.systemNamespace.labels, 'topology.istio.io/network': network.name },
    namespaceAnnotations: {
      ...spec.systemNamespace.annotations,
      ...(role === 'remote' ? { 'topology.istio.io/controlPlaneClusters': primary.clusterId } : {}),
    },
    namespaceExists: spec.systemNamespace.existing,
    readerTokenGeneration: isWatched(cluster) ? spec.readerToken.generation : undefined,
    apiServer: spec.apiServer,
    charts: chartSource(istio),
    crds: istio.crds,
    baseValues: baseValues(cluster, istio),
    cni: planCni(cluster, istio),
    controlPlanes: planControlPlanes(cluster, istio, ingress?.key),
    gateways: [
      ...(needsEastWestGateway(cluster) ? [planEastWestGateway(cluster, istio, gatewayPool)] : []),
      ...ingressGateways
        .filter((gateway) => gateway.cluster === cluster)
        .map((gateway) => planIngressGateway(gateway, istio)),
    ],
    ...(role === 'primary' ? configuredIn(cluster) : { remoteSecrets: [], exposes: [], imports: [] }),
  };
}

/** The parts of a plan that only a primary has. */
function configuredIn(primary: PrimaryCluster): Pick<ClusterPlan, 'remoteSecrets' | 'exposes' | 'imports'> {
  const { mesh } = primary;
  return {
    remoteSecrets: watchedBy(primary).map(({ clusterId, name }) => ({
      watched: name,
      secretName: remoteSecretName(clusterId),
    })),
    exposes: exposedBy(primary),
    imports: mesh.federations.flatMap(({ exports }) => exports.filter(({ to }) => to === mesh).map(planImport)),
  };
}

/** Hosts that the gateways of a primary and of its remotes let through. A mesh that spans networks needs every service there. */
function exposedBy(primary: PrimaryCluster): string[] {
  if (spansNetworks(primary.mesh)) return [EVERY_SERVICE];
  return [...new Set(servedBy(primary).flatMap(exportedHosts))].sort();
}

/** The east-west gateway of a cluster; undefined if it has none. */
export function eastWestGatewayOf({ gateways }: Pick<ClusterPlan, 'gateways'>): EastWestGatewayPlan | undefined {
  return gateways.find((gateway) => gateway.kind === 'eastWest');
}
