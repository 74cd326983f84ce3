import { configPath, type Problem } from '../problems/problem';
import { type MeshedCluster, meshedClusters, type RemoteCluster } from '../topology/clusters';
import { hasCni } from '../topology/cni';
import type { Topology } from '../topology/topology';

/** Clusters whose pods would not start, because their injector and their nodes differ on Istio's CNI agent. */
export function cniProblems(topology: Topology): Problem[] {
  return meshedClusters(topology).flatMap((cluster) => [
    ...openShiftProblems(cluster),
    ...valueProblems(cluster),
    ...(cluster.role === 'remote' ? remoteProblems(cluster) : []),
  ]);
}

function openShiftProblems({ name, spec }: MeshedCluster): Problem[] {
  if (spec.platform !== 'openshift' || spec.cni !== false) return [];
  return [
    {
      path: configPath('clusters', name, 'cni'),
      found: 'false, with platform openshift',
      expected: 'true, or no such key',
      fix: 'OpenShift gives pods no NET_ADMIN, which they need without the CNI agent.',
    },
  ];
}

function valueProblems({ name, spec }: MeshedCluster): Problem[] {
  if (spec.values.cni === undefined || hasCni(spec)) return [];
  return [
    {
      path: configPath('clusters', name, 'values', 'cni'),
      found: 'values of the cni chart, which the cluster does not get',
      expected: `${configPath('clusters', name, 'cni')}: true, or no such values`,
    },
  ];
}

/** The istiod of its primary injects the pods of a remote, with one template for all clusters that it serves. */
function remoteProblems({ name, primary, spec }: RemoteCluster): Problem[] {
  const told = hasCni(spec);
  if (told !== hasCni(primary.spec))
    return [
      {
        path: configPath('clusters', name, 'cni'),
        found: `${told}, while ${configPath('clusters', primary.name, 'cni')} is ${!told}`,
        expected: 'the same in both',
        fix: `The istiod of ${primary.name} injects the pods of both clusters in one way: either all nodes have the CNI agent, or none.`,
      },
    ];
  const onOpenShift = spec.platform === 'openshift';
  if (onOpenShift === (primary.spec.platform === 'openshift')) return [];
  return [
    {
      path: configPath('clusters', name, 'platform'),
      found: `${spec.platform ?? 'none'}, while that of its primary ${primary.name} is ${primary.spec.platform ?? 'none'}`,
      expected: 'openshift for both, or for neither',
      fix: 'Pods on OpenShift name their CNI plugin in an annotation, which the istiod that injects them writes in all clusters or in none. Make the cluster a primary.',
    },
  ];
}
