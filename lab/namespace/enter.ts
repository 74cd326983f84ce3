import { readFileSync } from 'node:fs';
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
  const holder = JSON.parse(readFileSync(nodeHolder(node), 'utf8')) as ProcessIdentity;
  return ['nsenter', `--net=${nodeNetwork(node)}`, `--mount=/proc/${holder.pid}/ns/mnt`, '--', ...command];
}

/** File with the identity of the process that holds a node's mount namespace, inside the lab. */
export function nodeHolder(node: string): string {
  return `/run/meshwork/${node}.json`;
}

/** File of a node's network namespace, inside the lab. */
export function nodeNetwork(node: string): string {
  return `/run/netns/${node}`;
}

/** Command line that runs a TypeScript file of this checkout; to be run in the checkout, where tsx is found. */
export function typescript(file: string, ...args: string[]): string[] {
  return [process.execPath, '--import', 'tsx', file, ...args];
}
