import { meshedClusters } from '../topology/membership';
import { configPath, type Problem } from '../problems/problem';
import type { MeshedClusterSpec, Spec } from '../schema/config';
import { unknownName } from '../problems/unknown-name';
import { isSettled } from './settled';

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
  return [unknownName({ path, name: found, kind: `${kind} of this configuration`, known, addTo: configPath(key) })];
}

function primaryProblems(name: string, remote: MeshedClusterSpec & { role: 'remote' }, spec: Spec): Problem[] {
  if (!isSettled(name, spec)) return [];
  const path = configPath('clusters', name, 'primary');
  const clusters = meshedClusters(spec);
  const primaries = Object.keys(clusters).filter(
    (key) => clusters[key]?.role === 'primary' && clusters[key].mesh === remote.mesh,
  );
  const expected = `a cluster of mesh ${remote.mesh} with role primary: ${primaries.join(', ') || '(there is none)'}`;
  const primary = spec.clusters[remote.primary];
  if (primary === undefined) {
    const unknown = { path, name: remote.primary, kind: 'cluster of this configuration', known: primaries };
    return [{ ...unknownName(unknown), expected }];
  }
  if (!isSettled(remote.primary, spec)) return [];
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

/** Meshes and networks that nobody is in. */
function idle(spec: Spec): Problem[] {
  const meshes = unused(
    Object.keys(spec.meshes),
    Object.values(meshedClusters(spec)).map(({ mesh }) => mesh),
  );
  const networks = unused(
    Object.keys(spec.networks),
    Object.values(spec.clusters).map(({ network }) => network),
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

/** The names that are not in use, or none as long as an unknown name is in use, which may be meant for one of them. */
function unused(names: readonly string[], inUse: readonly string[]): readonly string[] {
  return inUse.every((name) => names.includes(name)) ? names.filter((name) => !inUse.includes(name)) : [];
}

function nothing(path: string, found: string, expected: string): Problem {
  return { path, found, expected, fix: 'Name it in a cluster, or take it out.' };
}

function problem(path: string, found: string, expected: string): Problem {
  return { path, found, expected };
}
