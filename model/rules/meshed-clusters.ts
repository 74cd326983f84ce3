import type { MeshedClusterSpec, Spec } from '../schema/config';

/** The clusters of a spec that are in a mesh. */
export function meshedClusters(spec: Spec): Readonly<Record<string, MeshedClusterSpec>> {
  const meshed: Record<string, MeshedClusterSpec> = {};
  for (const [name, cluster] of Object.entries(spec.clusters))
    if (cluster.role !== 'standalone') meshed[name] = cluster;
  return meshed;
}
