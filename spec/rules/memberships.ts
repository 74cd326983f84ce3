import { didYouMean } from '../did-you-mean';
import { configPath, type Problem } from '../problem';
import type { ClusterSpec, Spec } from '../schema/config';

/** Who belongs to what: every cluster to a mesh and network that exist, every remote to a primary of its mesh, and nothing lies idle. */
export function membershipProblems(spec: Spec): Problem[] {
  const clusters = Object.entries(spec.clusters);
  return [
    ...(clusters.length === 0 ? [nothing(configPath('clusters'), 'no cluster', 'at least one cluster')] : []),
    ...clusters.flatMap(([name, cluster]) => [
      ...reference(configPath('clusters', name, 'mesh'), cluster.mesh, 'mesh', Object.keys(spec.meshes)),
      ...reference(configPath('clusters', name, 'network'), cluster.network, 'network', Object.keys(spec.networks)),
      ...(cluster.role === 'remote' ? primaryProblems(name, cluster, spec) : []),
    ]),
    ...idle(spec),
  ];
}

function reference(path: string, found: string, kind: string, known: readonly string[]): Problem[] {
  if (known.includes(found)) return [];
  const hint = didYouMean(found, known) ?? `Add "${found}" to ${configPath(`${kind}s`)}.`;
  return [
    {
      path,
      found: `"${found}", which is no ${kind} of this configuration`,
      expected: `one of ${known.join(', ') || '(there are none)'}`,
      fix: hint,
    },
  ];
}

function primaryProblems(name: string, remote: ClusterSpec & { role: 'remote' }, spec: Spec): Problem[] {
  const path = configPath('clusters', name, 'primary');
  const primaries = Object.keys(spec.clusters).filter(
    (key) => spec.clusters[key]?.role === 'primary' && spec.clusters[key].mesh === remote.mesh,
  );
  const expected = `a cluster of mesh ${remote.mesh} with role primary: ${primaries.join(', ') || '(there is none)'}`;
  const primary = spec.clusters[remote.primary];
  if (primary === undefined) {
    return [
      problem(
        path,
        `"${remote.primary}", which is no cluster of this configuration`,
        expected,
        didYouMean(remote.primary, primaries),
      ),
    ];
  }
  if (primary.role !== 'primary')
    return [problem(path, `"${remote.primary}", which is itself a ${primary.role}`, expected)];
  if (primary.mesh !== remote.mesh)
    return [problem(path, `"${remote.primary}", which is in mesh ${primary.mesh}`, expected)];
  return [];
}

/** Meshes and networks that nobody is in: most often a typing error somewhere else. */
function idle(spec: Spec): Problem[] {
  const clusters = Object.values(spec.clusters);
  const meshes = Object.keys(spec.meshes).filter((mesh) => !clusters.some((cluster) => cluster.mesh === mesh));
  const networks = Object.keys(spec.networks).filter(
    (network) => !clusters.some((cluster) => cluster.network === network),
  );
  return [
    ...meshes.map((mesh) =>
      nothing(configPath('meshes', mesh), 'a mesh without clusters', 'at least one cluster whose mesh it is'),
    ),
    ...networks.map((network) =>
      nothing(
        configPath('networks', network),
        'a network that nobody lives in',
        'at least one cluster whose network it is',
      ),
    ),
  ];
}

function nothing(path: string, found: string, expected: string): Problem {
  return { path, found, expected, fix: 'Name it in a cluster, or take it out.' };
}

function problem(path: string, found: string, expected: string, fix?: string): Problem {
  return { path, found, expected, ...(fix === undefined ? {} : { fix }) };
}
