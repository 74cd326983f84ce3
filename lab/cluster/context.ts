import * as path from 'node:path';
import type { Artifacts } from '../build/artifacts-types';
import type { ClusterAddresses, NodeAddresses } from '../network/plan';

/** One cluster of a lab: its addresses, its files and the programs that it is made of. */
export class ClusterContext {
  constructor(
    readonly addresses: ClusterAddresses,
    /** The cluster's own directory in the lab's state. */
    readonly directory: string,
    readonly artifacts: Artifacts,
  ) {}

  get name(): string {
    return this.addresses.name;
  }

  /** Its nodes. The first one's files lie among those of the cluster. */
  get nodes(): NodeContext[] {
    return this.addresses.nodes.map(
      (node, index) => new NodeContext(this, node, index === 0 ? this.directory : this.file('nodes', node.name)),
    );
  }

  /** A certificate or key: `ca`, `apiserver`, `kubelet`, `kubelet-NODE`, `kubelet-client`, `service-account`. */
  certificate(file: string): string {
    return this.file('certificates', file);
  }

  /** The kubeconfig of one of the cluster's own programs. */
  kubeconfig(user: string): string {
    return this.file('kubeconfigs', user);
  }

  /** A file of the cluster. */
  file(...parts: string[]): string {
    return path.join(this.directory, ...parts);
  }
}

/** One node of a cluster of a lab. */
export class NodeContext {
  constructor(
    readonly cluster: ClusterContext,
    readonly addresses: NodeAddresses,
    /** Where the node has its files. */
    readonly directory: string,
  ) {}

  get name(): string {
    return this.addresses.name;
  }

  /** Whether the control plane runs on it. */
  get isFirst(): boolean {
    return this.directory === this.cluster.directory;
  }

  /** Certificate of its kubelet, or the key. */
  kubeletCertificate(ending: 'crt' | 'key'): string {
    return this.cluster.certificate(`${this.isFirst ? 'kubelet' : `kubelet-${this.name}`}.${ending}`);
  }

  /** The kubeconfig of its kubelet. */
  get kubeletKubeconfig(): string {
    return this.cluster.kubeconfig(kubeletUser(this.cluster.addresses, this.addresses));
  }

  /** Log of a process. */
  log(processName: string): string {
    return this.file('logs', `${processName}.log`);
  }

  /** File with the identity of a process. */
  process(processName: string): string {
    return this.file('processes', `${processName}.json`);
  }

  /** containerd's root, where images and containers are. */
  get containerdRoot(): string {
    return this.file('containerd');
  }

  /** Directory that the node has as /var/lib/cni. */
  get cniDirectory(): string {
    return path.join(this.nodeDirectory, 'cni');
  }

  /** Directories that the node has as /var/lib/kubelet, /var/lib/cni and /var/log. */
  get nodeDirectory(): string {
    return this.file('node');
  }

  /** A file of the node. */
  file(...parts: string[]): string {
    return path.join(this.directory, ...parts);
  }
}

/** Name of the kubeconfig of a node's kubelet. */
export function kubeletUser({ nodes }: ClusterAddresses, node: NodeAddresses): string {
  return node.name === nodes[0].name ? 'kubelet' : `kubelet-${node.name}`;
}

/** PATH with the lab's programs in front. */
export function searchPath(artifacts: Artifacts, rest = process.env['PATH'] ?? ''): string {
  const standard = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const own = [artifacts.binDirectory, artifacts.debianBinDirectory, artifacts.machines?.binDirectory ?? ''];
  return [...own, rest, standard].filter((part) => part !== '').join(':');
}
