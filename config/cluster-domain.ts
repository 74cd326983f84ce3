import type { FoundNode, FoundObject } from '../model/precheck/found-object';
import type { ClusterLists } from './cluster-api';

/**
 * A node with the domain in the configuration of its kubelet (https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/, `clusterDomain`), which
 * only users with the right `nodes/proxy` may read. Undefined where it cannot be read, for any reason: a kubelet that does not answer is no finding here.
 *
 * @returns one node, since a cluster has one domain; none in a cluster without nodes.
 */
export async function nodesWithDomain(get: ClusterLists): Promise<FoundNode[] | undefined> {
  try {
    const { items } = (await get('/api/v1/nodes?limit=1', 'metadata')) as {
      items?: readonly Omit<FoundObject, 'kind'>[];
    };
    const [node] = items ?? [];
    if (node === undefined) return [];
    const path = `/api/v1/nodes/${node.metadata.name}/proxy/configz`;
    const { kubeletconfig } = (await get(path, 'whole')) as { kubeletconfig?: { clusterDomain?: unknown } };
    const clusterDomain = kubeletconfig?.clusterDomain;
    return typeof clusterDomain === 'string' && clusterDomain !== ''
      ? [{ ...node, kind: 'Node', clusterDomain }]
      : undefined;
  } catch {
    return undefined;
  }
}
