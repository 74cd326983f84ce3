import type { Spec, VirtualMachineSpec, WorkloadGroupSpec } from '../schema/config';
import { byName } from './by-name';
import { type Cluster, isMeshed, type MeshedCluster } from './clusters';
import type { GrowingMesh, Mesh } from './meshes';
import type { Network } from './networks';

/** Machines outside Kubernetes that do the same work under one identity. */
export interface WorkloadGroup {
  /** Its key in `meshwork:workloadGroups`. */
  readonly key: string;
  readonly spec: WorkloadGroupSpec;
  readonly mesh: Mesh;
  /** The mesh without clusters whose root signs the certificates that its machines show in calls. Undefined if its own mesh does. */
  readonly authority: Mesh | undefined;
  /** The cluster whose istiod serves it, or the primary behind that. */
  readonly cluster: MeshedCluster;
  readonly network: Network;
  /** Its machines, in the order of their names. */
  readonly machines: readonly VirtualMachine[];
}

/** A machine outside Kubernetes in a mesh. */
export interface VirtualMachine {
  readonly name: string;
  readonly spec: VirtualMachineSpec;
  readonly group: WorkloadGroup;
}

/** What workload groups refer to. */
interface Referred {
  readonly meshes: ReadonlyMap<string, GrowingMesh>;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly networks: ReadonlyMap<string, Network>;
}

/** The workload groups of a configuration with their machines; each is added to its mesh. */
export function resolveWorkloadGroups(
  { virtualMachines, workloadGroups }: Spec,
  { clusters, meshes, networks }: Referred,
): Map<string, WorkloadGroup> {
  return new Map(
    byName(workloadGroups).flatMap(([key, spec]): [string, WorkloadGroup][] => {
      const cluster = clusters.get(spec.cluster);
      if (cluster === undefined || !isMeshed(cluster)) return [];
      const network = spec.network === undefined ? cluster.network : networks.get(spec.network);
      const authority = spec.authority === undefined ? undefined : meshes.get(spec.authority);
      if (network === undefined || (spec.authority !== undefined && authority === undefined)) return [];
      const machines: VirtualMachine[] = [];
      const group = { key, spec, mesh: cluster.mesh, authority, cluster, network, machines };
      for (const [name, machine] of byName(virtualMachines))
        if (machine.group === key) machines.push({ name, spec: machine, group });
      meshes.get(cluster.mesh.name)?.workloadGroups.push(group);
      return [[key, group]];
    }),
  );
}

/** Labels of the machines of a group. */
export function labelsOf({ key, spec }: Pick<WorkloadGroup, 'key' | 'spec'>): Readonly<Record<string, string>> {
  return spec.labels ?? { app: key };
}

/** The service account of the machines of a group. */
export function serviceAccountOf({ key, spec }: Pick<WorkloadGroup, 'key' | 'spec'>): string {
  return spec.serviceAccount ?? key;
}
