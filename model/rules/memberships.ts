import { hasMalformed, isMalformed, malformedNames } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import type { MeshedClusterSpec, Spec } from '../schema/config';
import { type EntryKey, unknownEntry } from '../problems/unknown-name';
import { meshedClusters } from '../topology/clusters';
import type { Topology } from '../topology/topology';

/** Every cluster belongs to a mesh and a network that exist, every remote to a primary of its mesh, and every network and mesh is in use. */
export function membershipProblems(topology: Topology): Problem[] {
  const { spec } = topology;
  const clusters = Object.entries(spec.clusters);
  return [
    ...istioWanted(spec),
    ...(clusters.length === 0 && !hasMalformed(spec, 'clusters')
      ? [problem(configPath('clusters'), 'no cluster', 'at least one cluster')]
      : []),
    ...clusters.flatMap(([name, cluster]) => [
      ...(cluster.role === 'standalone' ? [] : reference(name, 'mesh', cluster.mesh, 'meshes', spec)),
      ...reference(name, 'network', cluster.network, 'networks', spec),
      ...(cluster.role === 'remote' ? primaryProblems(name, cluster, topology) : []),
    ]),
    ...idle(spec),
  ];
}

function reference(cluster: string, kind: string, name: string, key: EntryKey, spec: Spec): Problem[] {
  const known = Object.keys(spec[key]);
  if (known.includes(name)) return [];
  const path = configPath('clusters', cluster, kind);
  return unknownEntry(spec, key, { path, name, kind: `${kind} of this configuration`, known });
}

function primaryProblems(name: string, remote: MeshedClusterSpec & { role: 'remote' }, topology: Topology): Problem[] {
  const { spec } = topology;
  // About a mesh that is not there, its own message says everything.
  if (spec.meshes[remote.mesh] === undefined) return [];
  const path = configPath('clusters', name, 'primary');
  const primaries = meshedClusters(topology).flatMap((cluster) =>
    cluster.role === 'primary' && cluster.mesh.name === remote.mesh ? [cluster.name] : [],
  );
  const listed = [...primaries, ...malformedNames(spec, 'clusters')].join(', ') || '(there is none)';
  const expected = `a cluster of mesh ${remote.mesh} with role primary: ${listed}`;
  const primary = spec.clusters[remote.primary];
  if (primary === undefined) {
    const unknown = { path, name: remote.primary, kind: 'cluster of this configuration', known: primaries };
    return unknownEntry(spec, 'clusters', unknown, false).map((told) => ({ ...told, expected }));
  }
  if (primary.role !== 'primary')
    return [problem(path, `"${remote.primary}", which is itself a ${primary.role}`, expected)];
  if (spec.meshes[primary.mesh] !== undefined && primary.mesh !== remote.mesh)
    return [problem(path, `"${remote.primary}", which is in mesh ${primary.mesh}`, expected)];
  return [];
}

/** The meshes that clusters name, once for each cluster. */
function meshesInUse({ clusters }: Spec): string[] {
  return Object.values(clusters).flatMap((cluster) => (cluster.role === 'standalone' ? [] : [cluster.mesh]));
}

/** Without its version nothing can be said about the charts of a mesh. */
function istioWanted(spec: Spec): Problem[] {
  if (spec.istio !== undefined || isMalformed(spec, 'istio') || meshesInUse(spec).length === 0) return [];
  return [
    {
      path: configPath('istio'),
      found: 'nothing',
      expected: 'the Istio that the meshes run',
      fix: `Set ${configPath('istio', 'version')} to an Istio release.`,
    },
  ];
}

/** Meshes and networks without clusters. A malformed cluster may be in any of them. */
function idle(spec: Spec): Problem[] {
  if (hasMalformed(spec, 'clusters')) return [];
  // A malformed group may have any mesh as its authority.
  const authorities = Object.values(spec.workloadGroups).flatMap(({ authority }) => authority ?? []);
  const meshes = hasMalformed(spec, 'workloadGroups')
    ? []
    : unused('meshes', [...meshesInUse(spec), ...authorities], spec);
  const networks = unused(
    'networks',
    [...Object.values(spec.clusters), ...Object.values(spec.workloadGroups)].flatMap(({ network }) => network ?? []),
    spec,
  );
  return [
    ...meshes.map((mesh) =>
      nothing(
        configPath('meshes', mesh),
        'a mesh without clusters, and no workload group has it as its authority',
        'at least one cluster whose mesh it is, or group whose authority it is',
        'in a cluster, or as the authority of a workload group',
      ),
    ),
    ...networks.map((network) =>
      nothing(
        configPath('networks', network),
        'a network without clusters',
        'at least one cluster whose network it is',
        'in a cluster',
      ),
    ),
  ];
}

/** The names that are not in use, or none as long as an unknown name is in use, which may be meant for one of them. */
function unused(key: 'meshes' | 'networks', inUse: readonly string[], spec: Spec): readonly string[] {
  const names = Object.keys(spec[key]);
  const isKnown = (name: string) => names.includes(name) || isMalformed(spec, key, name);
  return inUse.every(isKnown) ? names.filter((name) => !inUse.includes(name)) : [];
}

function nothing(path: string, found: string, expected: string, where: string): Problem {
  return { path, found, expected, fix: `Name it ${where}, or take it out.` };
}

function problem(path: string, found: string, expected: string): Problem {
  return { path, found, expected };
}
