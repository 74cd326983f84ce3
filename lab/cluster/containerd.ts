import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { NodeContext } from './context';
import type { Program } from './program';

/** Where kubelet finds containerd: in the node's own mount namespace. */
export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock';

/** Where containerd finds CNI plugins and their configuration: in the node's own mount namespace, where pods may add to them by hostPath. */
export const CNI_DIRECTORIES = { bin: '/var/lib/cni/bin', config: '/var/lib/cni/net.d' } as const;

/** Command by which the container runtime of a node takes an image from an archive. */
export const IMPORT_IMAGE = ['ctr', '--namespace', 'k8s.io', 'images', 'import'];

/** The node's container runtime. */
export function containerd(node: NodeContext): Program {
  return { name: 'containerd', args: ['--config', node.file('containerd.toml')] };
}

/** Writes the configuration of containerd and of its CNI plugins. */
export async function writeContainerdConfig(node: NodeContext): Promise<void> {
  const config = path.join(node.cniDirectory, path.basename(CNI_DIRECTORIES.config));
  await mkdir(config, { recursive: true });
  await writeFile(path.join(config, '10-pods.conflist'), JSON.stringify(cniConfig(node), undefined, 2));
  await linkPlugins(
    node.cluster.artifacts.cniDirectory,
    path.join(node.cniDirectory, path.basename(CNI_DIRECTORIES.bin)),
  );
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
    bin_dir = "${CNI_DIRECTORIES.bin}"
    conf_dir = "${CNI_DIRECTORIES.config}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
`;
}

/** Links the plugins into a directory of the node's own, so that a pod may put another one beside them. */
async function linkPlugins(plugins: string, directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const name of await readdir(plugins)) await symlink(path.join(plugins, name), path.join(directory, name));
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
