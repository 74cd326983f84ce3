import { configPath, type Problem } from '../problems/problem';
import { unknownName } from '../problems/unknown-name';
import { trusts } from '../topology/meshes';
import type { Topology } from '../topology/topology';

/** Trust in the roots and trust domains of meshes. */
export function trustProblems(topology: Topology): Problem[] {
  return [...signerProblems(topology), ...aliasProblems(topology)];
}

/** The trust domains whose identities are those of a mesh: two meshes that trust each other, or are trusted by one, may not share any of them. */
function aliasProblems({ meshes, spec }: Topology): Problem[] {
  return Object.entries(spec.meshes).flatMap(([name, { trustDomain, trustDomainAliases }]) => {
    const path = configPath('meshes', name, 'trustDomainAliases');
    const mesh = meshes.get(name);
    const partners = mesh === undefined ? [] : trusts(mesh).filter((other) => other.name !== name);
    return trustDomainAliases.flatMap((alias) => {
      if (alias === trustDomain)
        return [{ path, found: `"${alias}", which is the trust domain itself`, expected: 'other trust domains' }];
      const owner = partners.find(({ spec: other }) =>
        [other.trustDomain, ...other.trustDomainAliases].includes(alias),
      );
      if (owner === undefined) return [];
      return [
        {
          path,
          found: `"${alias}", a trust domain of mesh ${owner.name}, which mesh ${name} trusts`,
          expected: 'trust domains of this mesh alone',
        },
      ];
    });
  });
}

/** An istiod whose intermediate does not lead to a root that it trusts does not start: the signer must be one of the roots. */
function signerProblems({ spec }: Topology): Problem[] {
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
