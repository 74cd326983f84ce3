import type { IstioSpec, MeshedClusterSpec, Spec } from '../schema/config';

/** The clusters of a spec that are in a mesh. */
export function meshedClusters(spec: Spec): Readonly<Record<string, MeshedClusterSpec>> {
  const meshed: Record<string, MeshedClusterSpec> = {};
  for (const [name, cluster] of Object.entries(spec.clusters))
    if (cluster.role !== 'standalone') meshed[name] = cluster;
  return meshed;
}

/** The cluster whose istiod serves a cluster and reads config for it: its primary for a remote, else itself. Undefined in no mesh. */
export function servedBy(name: string, spec: Spec): string | undefined {
  const cluster = spec.clusters[name];
  if (cluster === undefined || cluster.role === 'standalone') return undefined;
  return cluster.role === 'remote' ? cluster.primary : name;
}

/**
 * Which Istio the meshes of a spec run.
 *
 * @throws Error if the spec names none, which the rules refuse when it has meshes (model/rules/memberships.ts).
 */
export function istioOf(spec: Spec): IstioSpec {
  if (spec.istio === undefined) throw new Error('Istio was asked for, but the spec was planned without its rules.');
  return spec.istio;
}
