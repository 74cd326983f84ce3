import { configPath, type Problem } from '../problems/problem';
import { unknownName } from '../problems/unknown-name';
import type { Topology } from '../topology/topology';

/** An istiod whose intermediate does not lead to a root that it trusts does not start: the signer must be one of the roots. */
export function trustProblems({ spec }: Topology): Problem[] {
  return Object.entries(spec.meshes).flatMap(([name, { roots, signer }]) => {
    const known = Object.keys(roots);
    if (signer === undefined ? known.length === 1 : known.includes(signer)) return [];
    const path = configPath('meshes', name, 'signer');
    if (signer === undefined)
      return [{ path, found: `nothing, and ${known.length} roots`, expected: `one of ${known.join(', ')}` }];
    const addTo = configPath('meshes', name, 'roots');
    return [unknownName({ path, name: signer, kind: 'root that the mesh trusts', known, addTo })];
  });
}
