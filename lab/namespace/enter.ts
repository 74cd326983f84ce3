import type { ProcessIdentity } from './process-identity';

/**
 * Command line that runs another inside the lab's namespaces, in the directory it is called from. Entering a mount namespace
 * goes to its root, hence the env.
 */
export function enterLab(outer: ProcessIdentity, command: readonly string[], directory = process.cwd()): string[] {
  const namespaces = `/proc/${outer.pid}/ns`;
  return [
    'nsenter',
    `--pid=${namespaces}/pid_for_children`,
    `--mount=${namespaces}/mnt`,
    `--net=${namespaces}/net`,
    `--ipc=${namespaces}/ipc`,
    `--cgroup=${namespaces}/cgroup`,
    '--',
    'env',
    `--chdir=${directory}`,
    '--',
    ...command,
  ];
}

/** Command line that runs another in a node's namespaces; to be used inside the lab. */
export function enterNode(node: string, command: readonly string[]): string[] {
  return ['nsenter', `--net=/run/netns/${node}`, `--mount=${nodeMounts(node)}`, '--', ...command];
}

/** File that keeps a node's mount namespace. */
export function nodeMounts(node: string): string {
  return `/run/meshwork/${node}.mounts`;
}

/** Command line that runs a TypeScript file of this checkout; to be run in the checkout, where tsx is found. */
export function typescript(file: string, ...args: string[]): string[] {
  return [process.execPath, '--import', 'tsx', file, ...args];
}
