import { mkdir, writeFile } from 'node:fs/promises';
import type { NodeContext } from './context';
import type { Program } from './program';

/** Where kubelet finds containerd: in the node's own mount namespace. */
export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock';

/** The node's container runtime. */
export function containerd(node: NodeContext): Program {
  return { name: 'containerd', args: ['--config', node.file('containerd.toml')] };
}

/** Writes the configuration of containerd and of its CNI plugins. */
export async function writeContainerdConfig(node: NodeContext): Promise<void> {
  await mkdir(node.file('cni'), { recursive: true });
  await writeFile(node.file('cni', '10-pods.conflist'), JSON.stringify(cniConfig(node), undefined, 2));
  await writeFile(node.file('containerd.toml'), containerdConfig(node));
}

function containerdConfig(node: NodeContext): string {
  return `version = 2
root = "${node.containerdRoot}"
state = "/run/containerd"
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp"]

[grpc]
  address = "${CONTAINERD_SOCKET}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${node.cluster.artifacts.references.pause}"
  # Without CAP_SYS_RESOURCE no process may be made a less likely victim of the OOM killer than we are.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${node.cluster.artifacts.cniDirectory}"
    conf_dir = "${node.file('cni')}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
`;
}

/**
 * Configuration of the CNI plugins. Each pod has a routed link of its own to the node, so that all its packets pass through the
 * node's address translation. Over a bridge, packets between two pods of a node would do so only with the kernel's br_netfilter.
 * The node masquerades, not the plugin.
 */
function cniConfig(node: NodeContext): unknown {
  const ranges = [[{ subnet: node.addresses.podRange }]];
  return {
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [{ type: 'ptp', ipMasq: false, ipam: { type: 'host-local', ranges, routes: [{ dst: '0.0.0.0/0' }] } }],
  };
}
