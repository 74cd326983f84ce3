import * as path from 'node:path';
import type { Artifacts } from '../build/artifacts-types';
import type { ClusterAddresses } from '../network/plan';

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

  /** A certificate or key: `ca`, `apiserver`, `kubelet`, `kubelet-client`, `service-account`. */
  certificate(file: string): string {
    return this.file('certificates', file);
  }

  /** The kubeconfig of one of the cluster's own programs. */
  kubeconfig(user: string): string {
    return this.file('kubeconfigs', user);
  }

  /** Log of a process. */
  log(processName: string): string {
    return this.file('logs', `${processName}.log`);
  }

  /** containerd's root, where images and containers are. */
  get containerdRoot(): string {
    return this.file('containerd');
  }

  /** Directories that the node has as /var/lib/kubelet, /var/lib/cni and /var/log. */
  get nodeDirectory(): string {
    return this.file('node');
  }

  /** A file of the cluster. */
  file(...parts: string[]): string {
    return path.join(this.directory, ...parts);
  }
}

/** PATH with the lab's programs in front. */
export function searchPath(artifacts: Artifacts, rest = process.env['PATH'] ?? ''): string {
  const standard = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const own = [artifacts.binDirectory, artifacts.debianBinDirectory, artifacts.machines?.binDirectory ?? ''];
  return [...own, rest, standard].filter((part) => part !== '').join(':');
}
