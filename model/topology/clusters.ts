import type { ClusterSpec, MeshedClusterSpec, Spec } from '../schema/config';
import type { PlaceState } from '../schema/state';
import { byName } from './by-name';
import type { WorkloadGroup } from './machines';
import type { GrowingMesh, Mesh } from './meshes';
import type { Network } from './networks';

interface Common {
  readonly name: string;
  readonly network: Network;
  /** Whether it is deployed to. Retired ones are in no topology (model/topology/retired.ts). */
  readonly state: PlaceState;
}

interface InMesh extends Common {
  readonly spec: MeshedClusterSpec;
  /** The ID that Istio knows it by. */
  readonly clusterId: string;
  readonly mesh: Mesh;
}

/** A cluster that runs an istiod. */
export interface PrimaryCluster extends InMesh {
  readonly role: 'primary';
  /** The remotes that its istiod serves. */
  readonly remotes: readonly RemoteCluster[];
}

/** A cluster that the istiod of a primary serves. */
export interface RemoteCluster extends InMesh {
  readonly role: 'remote';
  readonly primary: PrimaryCluster;
}

/** A cluster in no mesh. */
export interface StandaloneCluster extends Common {
  readonly role: 'standalone';
}

/** A cluster of a mesh. */
export type MeshedCluster = PrimaryCluster | RemoteCluster;

/** A cluster, in a mesh or not. */
export type Cluster = MeshedCluster | StandaloneCluster;

/** Whether a cluster is in a mesh. */
export function isMeshed(cluster: Cluster): cluster is MeshedCluster {
  return cluster.role !== 'standalone';
}

/** The clusters of all meshes, by name. */
export function meshedClusters({ clusters }: { readonly clusters: ReadonlyMap<string, Cluster> }): MeshedCluster[] {
  return [...clusters.values()].filter(isMeshed);
}

/** The mesh of a cluster, by the cluster's name; undefined if it is in none or could not be resolved. */
export function meshOf(
  name: string,
  { clusters }: { readonly clusters: ReadonlyMap<string, Cluster> },
): Mesh | undefined {
  const cluster = clusters.get(name);
  return cluster !== undefined && isMeshed(cluster) ? cluster.mesh : undefined;
}

/** The primary whose istiod serves a cluster and reads config for it: the cluster itself, if it is one. */
export function primaryOf(cluster: MeshedCluster): PrimaryCluster {
  return cluster.role === 'primary' ? cluster : cluster.primary;
}

/** The clusters that a primary's istiod serves, the primary first. */
export function servedBy(primary: PrimaryCluster): MeshedCluster[] {
  return [primary, ...primary.remotes];
}

/**
 * The clusters that a primary's istiod watches besides its own: every other cluster of its mesh. Primaries watch each other; every primary watches a
 * remote, because each of them has to know its endpoints.
 */
export function watchedBy(primary: PrimaryCluster): MeshedCluster[] {
  return primary.mesh.clusters.filter((cluster) => cluster !== primary);
}

/** The workload groups that a primary's istiod serves: its own, and those of its remotes. */
export function workloadGroupsOf(primary: PrimaryCluster): WorkloadGroup[] {
  return primary.mesh.workloadGroups.filter(({ cluster }) => primaryOf(cluster) === primary);
}

/** Whether clients outside its cluster reach a primary's istiod, through its east-west gateway: remotes and machines. */
export function isExposed(primary: PrimaryCluster): boolean {
  return primary.remotes.length > 0 || workloadGroupsOf(primary).length > 0;
}

/** Whether the istiod of another cluster watches a cluster. */
export function isWatched(cluster: MeshedCluster): boolean {
  return cluster.mesh.clusters.some((other) => other.role === 'primary' && other !== cluster);
}

/** What clusters refer to. */
interface Referred {
  readonly networks: ReadonlyMap<string, Network>;
  readonly meshes: ReadonlyMap<string, GrowingMesh>;
}

/** The clusters of a configuration; those of meshes are added to their meshes. */
export function resolveClusters({ clusters }: Spec, referred: Referred): Map<string, Cluster> {
  const found = new Map<string, Cluster>();
  const remotes = new Map<string, RemoteCluster[]>();
  const resolve = (name: string, spec: ClusterSpec): Cluster | undefined => {
    const network = referred.networks.get(spec.network);
    if (network === undefined) return undefined;
    const { state } = spec;
    if (spec.role === 'standalone') return { role: 'standalone', name, network, state };
    const mesh = referred.meshes.get(spec.mesh);
    if (mesh === undefined) return undefined;
    const inMesh = { name, network, state, spec, mesh, clusterId: spec.clusterId ?? name };
    if (spec.role === 'primary') {
      remotes.set(name, []);
      return { role: 'primary', ...inMesh, remotes: remotes.get(name) ?? [] };
    }
    const primary = found.get(spec.primary);
    if (primary?.role !== 'primary') return undefined;
    const remote: RemoteCluster = { role: 'remote', ...inMesh, primary };
    remotes.get(primary.name)?.push(remote);
    return remote;
  };
  const all = byName(clusters);
  // A remote refers to its primary, which therefore comes first.
  for (const later of [false, true]) {
    for (const [name, spec] of all.filter(([, { role }]) => (role === 'remote') === later)) {
      const cluster = resolve(name, spec);
      if (cluster !== undefined) found.set(name, cluster);
    }
  }
  const sorted = all.flatMap(([name]) => found.get(name) ?? []);
  for (const cluster of sorted) if (isMeshed(cluster)) referred.meshes.get(cluster.mesh.name)?.clusters.push(cluster);
  return new Map(sorted.map((cluster) => [cluster.name, cluster]));
}
