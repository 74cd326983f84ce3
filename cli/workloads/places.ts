import type { Reading } from '../../config/read';
import type { MeshSubject } from '../subject';
import { ClusterPlace, type PlaceSettings, type ReachedCluster } from './cluster-place';
import { MachinePlace } from './machine-place';
import type { Spec } from '../../model/schema/config';
import { type ManifestArgs, meshManifests, standaloneManifests } from './manifests';
import { ALL_WORKLOADS } from './names';

/** The machines of meshes. */
export async function machinePlaces(
  meshes: readonly MeshSubject[],
  clusters: readonly ClusterPlace[],
  settings: PlaceSettings,
  signal: AbortSignal,
): Promise<MachinePlace[]> {
  const all = meshes.flatMap(({ machines }) => machines);
  return Promise.all(
    all.flatMap((machine) => {
      const cluster = clusters.find(({ name }) => name === machine.servedBy);
      return cluster === undefined ? [] : [MachinePlace.open(machine, cluster, all, settings, signal)];
    }),
  );
}

/** The clusters of meshes, each for a server, a client, and a client outside of its mesh. */
export async function meshPlaces(
  meshes: readonly MeshSubject[],
  { spec }: Reading,
  settings: PlaceSettings,
  signal: AbortSignal,
): Promise<ClusterPlace[]> {
  const args = argsFrom(spec, settings);
  return Promise.all(
    meshes
      .flatMap(({ clusters, machines }) => clusters.map((cluster) => ({ cluster, machines })))
      .map(({ cluster, machines }) => {
        const contents = { manifests: meshManifests(cluster, { ...args, machines }), workloads: ALL_WORKLOADS };
        return ClusterPlace.open(cluster, contents, settings, signal);
      }),
  );
}

/** Clusters in no mesh, each for a client: those among the names. */
export async function standalonePlaces(
  names: ReadonlySet<string>,
  { accesses, plan, spec }: Reading,
  settings: PlaceSettings,
  signal: AbortSignal,
): Promise<ClusterPlace<ReachedCluster>[]> {
  const args = argsFrom(spec, settings);
  return Promise.all(
    plan.standalone
      .filter(({ name }) => names.has(name))
      .map(({ name }) => {
        const contents = { manifests: standaloneManifests(args), workloads: ['plain'] as const };
        return ClusterPlace.open({ name, kubeconfig: accesses[name]?.kubeconfig ?? '' }, contents, settings, signal);
      }),
  );
}

function argsFrom({ registryCredentials, verify }: Spec, { namespace }: PlaceSettings): ManifestArgs {
  return { namespace, ...verify, registryCredentials };
}
