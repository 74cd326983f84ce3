import { didYouMean } from '../did-you-mean';
import { meshedClusters } from '../membership';
import { configPath, type Problem } from '../problem';
import type { MeshedClusterSpec, Spec } from '../schema/config';

/** Who belongs to what: every cluster to a mesh and network that exist, every remote to a primary of its mesh, and nothing lies idle. */
export function membershipProblems(spec: Spec): Problem[] {
  const clusters = Object.entries(spec.clusters);
  return [
    ...istioWanted(spec),
    ...(clusters.length === 0 ? [problem(configPath('clusters'), 'no cluster', 'at least one cluster')] : []),
    ...clusters.flatMap(([name, cluster]) => [
      ...(cluster.role === 'standalone'
        ? []
        : reference(configPath('clusters', name, 'mesh'), cluster.mesh, 'mesh', Object.keys(spec.meshes), 'meshes')),
      ...reference(
        configPath('clusters', name, 'network'),
        cluster.network,
        'network',
        Object.keys(spec.networks),
        'networks',
      ),
      ...(cluster.role === 'remote' ? primaryProblems(name, cluster, spec) : []),
    ]),
    ...idle(spec),
  ];
}

function reference(path: string, found: string, kind: string, known: readonly string[], key: string): Problem[] {
  if (known.includes(found)) return [];
  const hint = didYouMean(found, known) ?? `Add "${found}" to ${configPath(key)}.`;
  return [
    {
      path,
      found: `"${found}", which is no ${kind} of this configuration`,
      expected: `one of ${known.join(', ') || '(there are none)'}`,
      fix: hint,
    },
  ];
}

function primaryProblems(name: string, remote: MeshedClusterSpec & { role: 'remote' }, spec: Spec): Problem[] {
  const path = configPath('clusters', name, 'primary');
  const clusters = meshedClusters(spec);
  const primaries = Object.keys(clusters).filter(
    (key) => clusters[key]?.role === 'primary' && clusters[key].mesh === remote.mesh,
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

/** Without its version nothing can be said about the charts of a mesh. */
function istioWanted(spec: Spec): Problem[] {
  if (spec.istio !== undefined || Object.keys(meshedClusters(spec)).length === 0) return [];
  return [
    {
      path: configPath('istio'),
      found: 'nothing',
      expected: 'the Istio that the meshes run',
      fix: `Set ${configPath('istio', 'version')} to an Istio release.`,
    },
  ];
}

/** Meshes and networks that nobody is in: most often a typing error somewhere else. */
function idle(spec: Spec): Problem[] {
  const clusters = Object.values(spec.clusters);
  const meshes = Object.keys(spec.meshes).filter(
    (mesh) => !Object.values(meshedClusters(spec)).some((cluster) => cluster.mesh === mesh),
  );
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
