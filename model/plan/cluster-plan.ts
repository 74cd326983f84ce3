import { DEFAULT_REVISION, EVERY_SERVICE, injectionPath, injectionUrl, remoteSecretName } from '../names';
import { meshedClusters, servedBy } from '../topology/membership';
import type { MeshedClusterSpec, Spec } from '../schema/config';
import type { Values } from './values';
import { baseValues, istiodValues } from './chart-values';
import { existing } from './existing';
import { exportsOf, type ImportPlan, importsOf } from './federation-plan';
import { type GatewayPlan, gatewayReach, gatewayService, type IstiodReach, istiodReach } from './gateway-plan';
import { gatewayValues } from './gateway-values';
import { meshNetworks } from './mesh-networks';
import { networkOf } from './network-of';
import { watchedBy, watchedClusters } from './watching';

/** One cluster of a mesh: what is made in it, and whom it talks to. */
export interface ClusterPlan {
  /** Its key in the config; names of Pulumi resources start with it. */
  readonly name: string;
  /** The ID that Istio knows it by. */
  readonly clusterId: string;
  readonly mesh: string;
  readonly network: string;
  readonly role: 'primary' | 'remote';
  /** The revision of its control plane. */
  readonly revision: string;
  /** The cluster whose istiod serves it: itself, if it is a primary. */
  readonly servedBy: string;
  /** How it reaches that istiod, if it is a remote. */
  readonly istiodReach: IstiodReach | undefined;
  /** Whether remotes use its istiod through its east-west gateway. */
  readonly servesRemotes: boolean;
  /** Labels of its control plane namespace. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** Annotations of its control plane namespace. */
  readonly namespaceAnnotations: Readonly<Record<string, string>>;
  /** Generation of the token by which others watch it; undefined if nobody does. */
  readonly readerTokenGeneration: number | undefined;
  /** What remote secrets say about its API server, where that differs from its kubeconfig. */
  readonly apiServer: MeshedClusterSpec['apiServer'];
  /** The clusters that its istiod watches. Empty for a remote. */
  readonly remoteSecrets: readonly RemoteSecretPlan[];
  /** Values of the base chart. */
  readonly baseValues: Values;
  /** Values of the istiod chart. */
  readonly istiodValues: Values;
  /** Its east-west gateway, if it needs one. */
  readonly gateway: GatewayPlan | undefined;
  /** Hosts that the east-west gateways configured here let through: config is read from primaries. Empty for a remote. */
  readonly exposes: readonly string[];
  /** Services of other meshes. Declared on primaries, for all clusters that they serve. */
  readonly imports: readonly ImportPlan[];
}

/** One remote secret: whom it watches, and its name in Kubernetes. */
export interface RemoteSecretPlan {
  readonly watched: string;
  readonly secretName: string;
}

/** Plans one cluster of a spec that is in a mesh. */
export function planCluster(name: string, cluster: MeshedClusterSpec, spec: Spec): ClusterPlan {
  const clusterId = idOf(name, spec);
  const mesh = existing(spec.meshes, 'mesh', cluster.mesh);
  const meshId = mesh.meshId ?? cluster.mesh;
  const primary = cluster.role === 'remote' ? cluster.primary : name;
  const servesRemotes = serves(name, spec).some((other) => other !== name);
  const remoteReach =
    cluster.role === 'remote' || servesRemotes ? istiodReach(networkOf(primary, spec).gateway) : undefined;
  const common = { clusterId, meshId, network: cluster.network, trustDomain: mesh.trustDomain };
  return {
    name,
    clusterId,
    mesh: cluster.mesh,
    network: cluster.network,
    role: cluster.role,
    revision: DEFAULT_REVISION,
    servedBy: primary,
    istiodReach: cluster.role === 'remote' ? remoteReach : undefined,
    servesRemotes,
    namespaceLabels: { 'topology.istio.io/network': cluster.network },
    namespaceAnnotations:
      cluster.role === 'remote' ? { 'topology.istio.io/controlPlaneClusters': idOf(primary, spec) } : {},
    readerTokenGeneration: watchedClusters(spec).includes(name) ? cluster.readerToken.generation : undefined,
    apiServer: cluster.apiServer,
    remoteSecrets:
      cluster.role === 'primary'
        ? watchedBy(name, spec).map((watched) => ({ watched, secretName: remoteSecretName(idOf(watched, spec)) }))
        : [],
    baseValues: baseValues(spec, name, cluster.role),
    istiodValues: istiodValues(
      spec,
      name,
      cluster.role === 'remote'
        ? { role: 'remote', injection: injectionOf(remoteReach, clusterId, cluster.network), ...common }
        : {
            role: 'primary',
            servesRemotes,
            dns: mesh.dns,
            meshNetworks: meshNetworks(cluster.mesh, spec),
            hostname: remoteReach?.by === 'hostname' ? remoteReach.hostname : undefined,
            ...common,
          },
    ),
    gateway: needsGateway(name, cluster, servesRemotes, spec) ? gatewayPlan(name, cluster, spec) : undefined,
    exposes: cluster.role === 'primary' ? exposedBy(name, cluster.mesh, spec) : [],
    imports: cluster.role === 'primary' ? importsOf(cluster.mesh, spec) : [],
  };
}

/** Where a remote's API server finds the injector: at its own istiod Service, unless that stands for a host name. */
function injectionOf(reach: IstiodReach | undefined, clusterId: string, network: string) {
  if (reach?.by === 'hostname') return { url: injectionUrl(reach.hostname, clusterId, network) };
  return { path: injectionPath(clusterId, network) };
}

function idOf(name: string, spec: Spec): string {
  return meshedClusters(spec)[name]?.clusterId ?? name;
}

/** A gateway is needed where traffic enters a network or a mesh from another one, and where remotes reach an istiod. */
function needsGateway(name: string, cluster: MeshedClusterSpec, servesRemotes: boolean, spec: Spec): boolean {
  return servesRemotes || spansNetworks(cluster.mesh, spec) || exportsOf(name, spec).length > 0;
}

/** What a primary lets through its own gateway and those of the remotes that it serves: a mesh that spans networks needs every service there. */
function exposedBy(name: string, mesh: string, spec: Spec): string[] {
  if (spansNetworks(mesh, spec)) return [EVERY_SERVICE];
  return [...new Set(serves(name, spec).flatMap((served) => exportsOf(served, spec)))].sort();
}

/** The clusters that the istiod of a primary serves, itself among them. */
function serves(primary: string, spec: Spec): string[] {
  return Object.keys(meshedClusters(spec)).filter((cluster) => servedBy(cluster, spec) === primary);
}

function spansNetworks(mesh: string, spec: Spec): boolean {
  const networks = Object.values(meshedClusters(spec))
    .filter((cluster) => cluster.mesh === mesh)
    .map((cluster) => cluster.network);
  return new Set(networks).size > 1;
}

function gatewayPlan(name: string, cluster: MeshedClusterSpec, spec: Spec): GatewayPlan {
  const { gateway } = networkOf(name, spec);
  return {
    values: gatewayValues(spec, name, cluster.network, gateway),
    reach: gatewayReach(gateway),
    service: gatewayService(gateway),
  };
}
