import { X509Certificate } from 'node:crypto';
import { isMalformed } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import type { MeshedCluster } from '../topology/clusters';
import type { Mesh } from '../topology/meshes';
import type { Topology } from '../topology/topology';
import { chainProblems } from './intermediate-chain';
import { intermediateKeyProblems } from './intermediate-keys';

/**
 * Ready-made intermediates are for a root whose key is not in the stack: each primary of the mesh has one then, which leads to the root and has its key. Other
 * clusters and other roots have none.
 */
export function givenIntermediateProblems(topology: Topology): Problem[] {
  const { meshes, spec } = topology;
  return [
    ...[...meshes.values()].flatMap((mesh) => [
      ...strangerProblems(mesh, topology),
      ...signerProblems(mesh, topology),
      ...missingProblems(mesh, topology),
      ...generationProblems(mesh),
      ...sharedProblems(mesh),
      ...chains(mesh).flatMap(chainProblems),
    ]),
    ...intermediateKeyProblems(spec),
  ];
}

function primariesOf({ clusters }: Mesh): MeshedCluster[] {
  return clusters.filter(({ role }) => role === 'primary');
}

/** The ready-made intermediates of the primaries of a mesh, with the root that signs. Empty for a root that the stack makes. */
function chains(mesh: Mesh) {
  const root = mesh.spec.roots[mesh.signer];
  if (root === undefined || !('given' in root)) return [];
  const certificate = new X509Certificate(root.given.certificate);
  return primariesOf(mesh).flatMap(({ name, state }) => {
    const pem = mesh.spec.intermediates.given[name];
    return pem === undefined ? [] : [{ cluster: name, mesh, pem, root: certificate, isActive: state === 'active' }];
  });
}

function strangerProblems(mesh: Mesh, { spec }: Topology): Problem[] {
  const known = Object.entries(spec.clusters).flatMap(([name, cluster]) =>
    cluster.role === 'primary' && cluster.mesh === mesh.name ? [name] : [],
  );
  return Object.keys(mesh.spec.intermediates.given)
    .filter((cluster) => !known.includes(cluster) && !isMalformed(spec, 'clusters', cluster))
    .map((cluster) => ({
      path: configPath('meshes', mesh.name, 'intermediates', 'given', cluster),
      found: `an intermediate of "${cluster}", which is no primary of mesh ${mesh.name}`,
      expected: `primaries of the mesh: ${known.sort().join(', ') || '(there are none)'}`,
      fix: 'Take it out: only a cluster with an istiod of its own signs certificates.',
    }));
}

/** With the key of the root, the stack makes intermediates itself. */
function signerProblems({ name, signer, spec: { intermediates, roots } }: Mesh, { spec }: Topology): Problem[] {
  const clusters = Object.keys(intermediates.given).sort();
  const root = roots[signer];
  if (clusters.length === 0 || root === undefined) return [];
  const path = configPath('meshes', name, 'intermediates', 'given');
  const found = `intermediates of ${clusters.join(', ')}`;
  const expected = 'either ready-made intermediates, or a root that signs them here';
  if ('generate' in root)
    return [
      {
        path,
        found: `${found}, and the mesh has them signed by root ${signer}, which the stack makes`,
        expected,
        fix: `Name a root that is given as ${configPath('meshes', name, 'signer')}, or take them out.`,
      },
    ];
  if (spec.rootKeys[name]?.[signer] === undefined) return [];
  return [
    {
      path,
      found: `${found}, and the stack has the key of root ${signer}`,
      expected,
      fix: `Take the key out (pulumi config rm --path 'meshwork:rootKeys.${name}.${signer}'), or the intermediates.`,
    },
  ];
}

/** That the mesh has neither a key nor any intermediate is told at the key (given-roots.ts). */
function missingProblems(mesh: Mesh, { spec }: Topology): Problem[] {
  const { given } = mesh.spec.intermediates;
  const root = mesh.spec.roots[mesh.signer];
  const isSignedHere =
    root === undefined || 'generate' in root || spec.rootKeys[mesh.name]?.[mesh.signer] !== undefined;
  if (Object.keys(given).length === 0 || isSignedHere || isMalformed(spec, 'rootKeys', mesh.name)) return [];
  return primariesOf(mesh)
    .filter(({ name, state }) => given[name] === undefined && state === 'active')
    .map(({ name }) => ({
      path: configPath('meshes', mesh.name, 'intermediates', 'given', name),
      found: `nothing, and cluster ${name} is a primary, whose istiod signs certificates`,
      expected: `the certificate of an intermediate that root ${mesh.signer} signed, and the authorities between them, in PEM`,
      fix: `Make one outside, and give its key as ${configPath('intermediateKeys', name)}.`,
    }));
}

function generationProblems({ name, spec: { intermediates } }: Mesh): Problem[] {
  if (Object.keys(intermediates.given).length === 0 || intermediates.generation === 1) return [];
  return [
    {
      path: configPath('meshes', name, 'intermediates', 'generation'),
      found: `${intermediates.generation}, and the intermediates of the mesh are given`,
      expected: 'nothing: the stack makes none that it could replace',
      fix: 'Leave it out, and give other intermediates to replace these.',
    },
  ];
}

/** Whoever has the key of one cluster could sign for the workloads of the other as well. */
function sharedProblems(mesh: Mesh): Problem[] {
  const all = chains(mesh).map(({ cluster, pem }) => ({ cluster, key: new X509Certificate(pem).publicKey }));
  return all.flatMap(({ cluster, key }, index) => {
    const first = all.slice(0, index).find((other) => other.key.equals(key));
    if (first === undefined) return [];
    return [
      {
        path: configPath('meshes', mesh.name, 'intermediates', 'given', cluster),
        found: `an intermediate with the key of that of cluster ${first.cluster}`,
        expected: 'an intermediate with a key of its own for each primary',
      },
    ];
  });
}
