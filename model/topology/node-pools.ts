import type { Spec } from '../schema/config';
import type { NodePoolSpec } from '../schema/node-pool';
import { byName } from './by-name';
import { type Cluster, isMeshed, type MeshedCluster } from './clusters';

/** Nodes of one cluster that gateways may run on. */
export interface NodePool {
  readonly name: string;
  readonly spec: NodePoolSpec;
  readonly cluster: MeshedCluster;
}

/** The node pools of a configuration whose cluster is in a mesh. */
export function resolveNodePools(
  { nodePools }: Spec,
  { clusters }: { readonly clusters: ReadonlyMap<string, Cluster> },
): Map<string, NodePool> {
  return new Map(
    byName(nodePools).flatMap(([name, spec]): [string, NodePool][] => {
      const cluster = clusters.get(spec.cluster);
      return cluster === undefined || !isMeshed(cluster) ? [] : [[name, { name, spec, cluster }]];
    }),
  );
}

/** The pool of a name in a cluster; undefined if it is another cluster's, or none is named. */
export function poolIn(
  cluster: MeshedCluster,
  name: string | undefined,
  nodePools: ReadonlyMap<string, NodePool>,
): NodePool | undefined {
  const pool = name === undefined ? undefined : nodePools.get(name);
  return pool?.cluster === cluster ? pool : undefined;
}
