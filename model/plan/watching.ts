import { meshedClusters } from '../topology/membership';
import type { Spec } from '../schema/config';

/**
 * Which clusters the istiod of a primary watches besides its own: every other cluster of its mesh. Primaries watch each other;
 * a remote is watched by all primaries, because each of them has to know its endpoints.
 */
export function watchedBy(primary: string, spec: Spec): string[] {
  const clusters = meshedClusters(spec);
  const mesh = clusters[primary]?.mesh;
  return Object.keys(clusters)
    .filter((name) => name !== primary && clusters[name]?.mesh === mesh)
    .sort();
}

/** Clusters that some istiod of another cluster watches. */
export function watchedClusters(spec: Spec): string[] {
  const primaries = Object.keys(spec.clusters).filter((name) => spec.clusters[name]?.role === 'primary');
  return [...new Set(primaries.flatMap((primary) => watchedBy(primary, spec)))].sort();
}
