import { mkdir, writeFile } from 'node:fs/promises';
import type { ClusterContext } from './context';
import type { Program } from './program';

/** Where kubelet finds containerd: in the node's own mount namespace. */
export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock';

/** The node's container runtime. */
export function containerd(cluster: ClusterContext): Program {
  return { name: 'containerd', args: ['--config', cluster.file('containerd.toml')] };
}

/** Writes the configuration of containerd and of its CNI plugins. */
export async function writeContainerdConfig(cluster: ClusterContext): Promise<void> {
  await mkdir(cluster.file('cni'), { recursive: true });
  await writeFile(cluster.file('cni', '10-pods.conflist'), JSON.stringify(cniConfig(cluster), undefined, 2));
  await writeFile(cluster.file('containerd.toml'), containerdConfig(cluster));
}

function containerdConfig(cluster: ClusterContext): string {
  return `version = 2
root = "${cluster.containerdRoot}"
state = "/run/containerd"
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp"]

[grpc]
  address = "${CONTAINERD_SOCKET}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${cluster.artifacts.references.pause}"
  # Without CAP_SYS_RESOURCE no process may be made a less likely victim of the OOM killer than we are.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${cluster.artifacts.cniDirectory}"
    conf_dir = "${cluster.file('cni')}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
`;
}

/**
 * Configuration of the CNI plugins. Each pod has a routed link of its own to the node, so that all its packets pass through the
 * node's address translation. Over a bridge, packets between two pods of a node would do so only with the kernel's br_netfilter.
 * The node masquerades, not the plugin.
 */
function cniConfig(cluster: ClusterContext): unknown {
  const ranges = [[{ subnet: cluster.addresses.podRange }]];
  return {
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [{ type: 'ptp', ipMasq: false, ipam: { type: 'host-local', ranges, routes: [{ dst: '0.0.0.0/0' }] } }],
  };
}
