import type { Problem } from '../problems/problem';
import { unknownEntry } from '../problems/unknown-name';
import { isMeshed, meshedClusters } from '../topology/clusters';
import type { Topology } from '../topology/topology';

/** The problem of a name that should be one of a cluster in a mesh. A declared cluster that refers to something that is not there has a message of its own. */
export function clusterOfMeshProblems(path: string, name: string, topology: Topology): Problem[] {
  const { clusters, spec } = topology;
  const cluster = clusters.get(name);
  const isUnresolved = cluster === undefined && spec.clusters[name] !== undefined;
  if (isUnresolved || (cluster !== undefined && isMeshed(cluster))) return [];
  const known = meshedClusters(topology).map((meshed) => meshed.name);
  return unknownEntry(spec, 'clusters', { path, name, kind: 'cluster of a mesh', known }, false);
}
