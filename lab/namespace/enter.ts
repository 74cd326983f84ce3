import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type CgroupMount, cgroupMounts } from './cgroup-mounts';
import { leafGroups } from './cgroups';
import type { ProcessIdentity } from './process-identity';

/** The parts of a running lab that a process enters. */
export interface Entrance {
  /** Its outermost process. */
  readonly outer: ProcessIdentity;
  /** Name of its control groups. */
  readonly cgroup: string;
}

/** Shell script that joins the control groups named before `--` and then becomes the command named after it. */
const JOIN = 'until [ "$1" = -- ]; do echo $$ >"$1/cgroup.procs" || exit; shift; done; shift; exec "$@"';

/**
 * Command line that runs another inside the lab's control groups and namespaces. Entering a mount namespace goes to its root, hence the env. The groups
 * come first: where version 2 is mounted with `nsdelegate`, as systemd does, no process that is in the lab's cgroup namespace can be moved there from outside.
 * @param mounts The machine's hierarchies of control groups.
 */
export function enterLab(
  { outer, cgroup }: Entrance,
  command: readonly string[],
  directory: string,
  mounts: readonly CgroupMount[] = cgroupMounts(),
): string[] {
  const namespaces = `/proc/${outer.pid}/ns`;
  return joinGroups(leafGroups(mounts, cgroup), [
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
  ]);
}

/** Command line that runs another in control groups, one of each hierarchy. */
export function joinGroups(groups: readonly string[], command: readonly string[]): string[] {
  return ['sh', '-c', JOIN, 'sh', ...groups, '--', ...command];
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

/** Command line that runs another in a node's namespaces; to be used outside of the node, but inside the lab, and in the checkout. */
export function onNode(node: string, command: readonly string[]): string[] {
  return typescript(path.join(__dirname, 'on-node.ts'), node, ...command);
}

/** Command line that runs a TypeScript file of this checkout; to be run in the checkout, where tsx is found. */
export function typescript(file: string, ...args: string[]): string[] {
  return [process.execPath, '--import', 'tsx', file, ...args];
}
