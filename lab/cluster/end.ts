import { readdir } from 'node:fs/promises';
import { cgroupMounts } from '../namespace/cgroup-mounts';
import { removeContainerCgroups } from '../namespace/cgroup-removal';
import { killNode } from '../namespace/node-processes';
import type { ClusterContext } from './context';

/** Where containerd's CRI plugin remembers its pods and containers, each a directory named by its ID. */
const CONTAINER_RECORDS = ['sandboxes', 'containers'].map((kind) => ['io.containerd.grpc.v1.cri', kind]);

/**
 * Ends a cluster with all its pods, without giving them time to end: nothing of them is kept. To be called inside the lab;
 * does no harm if the cluster has ended or was never started. Its files stay.
 */
export async function endCluster(cluster: ClusterContext): Promise<void> {
  for (const { name } of cluster.nodes) await killNode(name);
  const records = cluster.nodes.flatMap((node) => CONTAINER_RECORDS.map((parts) => node.file('containerd', ...parts)));
  const containers = await Promise.all(records.map((directory) => readdir(directory).catch((): string[] => [])));
  await removeContainerCgroups(cgroupMounts(), containers.flat());
}
