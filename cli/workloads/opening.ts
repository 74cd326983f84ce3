import type { Reading } from '../../config/read';
import { meshManifests, standaloneManifests } from './manifests';
import { ALL_WORKLOADS } from './names';
import { ClusterSession, type SessionSettings, type Visitor } from './session';
import type { MeshSubject } from '../subject';

/** Opens the clusters of meshes, each for a server, a client, and a client outside of its mesh. */
export async function openMeshes(
  meshes: readonly MeshSubject[],
  { spec }: Reading,
  settings: SessionSettings,
  signal: AbortSignal,
): Promise<ClusterSession[]> {
  const args = { namespace: settings.namespace, image: spec.verify.image };
  return Promise.all(
    meshes
      .flatMap(({ clusters }) => clusters)
      .map((cluster) => {
        const contents = { manifests: meshManifests(cluster, args), workloads: ALL_WORKLOADS };
        return ClusterSession.open(cluster, contents, settings, signal);
      }),
  );
}

/** Opens clusters in no mesh, each for a client: those among the names. */
export async function openStandalone(
  names: ReadonlySet<string>,
  { accesses, plan, spec }: Reading,
  settings: SessionSettings,
  signal: AbortSignal,
): Promise<Visitor[]> {
  const args = { namespace: settings.namespace, image: spec.verify.image };
  return Promise.all(
    plan.standalone
      .filter(({ name }) => names.has(name))
      .map(({ name }) => {
        const contents = { manifests: standaloneManifests(args), workloads: ['plain'] as const };
        return ClusterSession.open({ name, kubeconfig: accesses[name]?.kubeconfig ?? '' }, contents, settings, signal);
      }),
  );
}
