import type { Spec } from '../schema/config';

/**
 * Whether a cluster is there, and its mesh is if it has one. Where not, that is told at the name itself or of the malformed entry, and rules about what runs in the
 * cluster stay silent: all that they could say would follow from it.
 */
export function isSettled(cluster: string, spec: Spec): boolean {
  const found = spec.clusters[cluster];
  if (found === undefined) return false;
  return found.role === 'standalone' || spec.meshes[found.mesh] !== undefined;
}
