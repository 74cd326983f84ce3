import { configPath, type Problem } from '../problems/problem';
import { meshedClusters } from '../topology/clusters';
import type { Topology } from '../topology/topology';

/** IDs that Istio tells things apart by must differ: cluster IDs over all clusters, mesh IDs over all meshes. */
export function identityProblems(topology: Topology): Problem[] {
  const clusterIds = meshedClusters(topology).map(({ clusterId, name }): Identity => ({
    path: configPath('clusters', name, 'clusterId'),
    owner: name,
    id: clusterId,
  }));
  const meshIds = [...topology.meshes.values()].map(({ meshId, name }): Identity => ({
    path: configPath('meshes', name, 'meshId'),
    owner: name,
    id: meshId,
  }));
  return [...shared(clusterIds, 'cluster'), ...shared(meshIds, 'mesh')];
}

interface Identity {
  readonly path: string;
  readonly owner: string;
  readonly id: string;
}

function shared(identities: readonly Identity[], kind: string): Problem[] {
  return identities.flatMap(({ path, owner, id }) => {
    const twins = identities.filter((other) => other.id === id && other.owner !== owner).map((other) => other.owner);
    if (twins.length === 0) return [];
    return [
      {
        path,
        found: `"${id}", which is also the ID of ${kind} ${twins.join(', ')}`,
        expected: `an ID that no other ${kind} has`,
        fix: `Leave ${kind}Id out to use the name.`,
      },
    ];
  });
}
