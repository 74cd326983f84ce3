import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { CgroupMount } from './cgroup-mounts';
import { moveAll } from './cgroup-processes';

/** Control groups of the lab's own processes, below the lab's: in version 2 only leaves may have processes. */
const LEAF = 'lab';

/** Makes the lab's control group in every hierarchy and returns the directories. The groups of kubelet and containerd are below them. */
export async function createCgroups(mounts: readonly CgroupMount[], name: string): Promise<string[]> {
  const directories = mounts.map(({ mountPoint }) => path.join(mountPoint, name));
  for (const directory of directories) {
    await mkdir(directory, { recursive: true });
    await inheritCpuset(directory);
  }
  return directories;
}

/** The groups, one of each hierarchy, that a lab's own processes are in, as seen from outside of the lab. */
export function leafGroups(mounts: readonly CgroupMount[], name: string): string[] {
  return mounts.map(({ mountPoint }) => path.join(mountPoint, name, LEAF));
}

/**
 * Makes the groups usable as roots once processes were started in them. In version 2 a group with processes of its own
 * cannot hand controllers to groups below it, so they go to a leaf first.
 */
export async function delegate(mounts: readonly CgroupMount[], name: string): Promise<void> {
  for (const { type, mountPoint } of mounts) {
    const directory = path.join(mountPoint, name);
    const leaf = path.join(directory, LEAF);
    await mkdir(leaf, { recursive: true });
    await inheritCpuset(leaf);
    moveAll(directory, leaf);
    if (type === 'cgroup2') {
      await enableControllers(mountPoint);
      await enableControllers(directory);
    }
  }
}

/** Name of the group of a supervisor, below the group that it supervises. */
const SUPERVISOR = 'supervisor';

/** Makes a group in every hierarchy, with a group for its supervisor, which makes the other groups in it. */
export async function createSupervisedGroups(mounts: readonly CgroupMount[], name: string): Promise<void> {
  for (const directory of await createCgroups(mounts, name)) {
    if (existsSync(path.join(directory, 'cgroup.controllers'))) await enableControllers(directory);
  }
  await createCgroups(mounts, path.join(name, SUPERVISOR));
}

/** The groups of the supervisor of a group, one of each hierarchy. */
export function supervisorGroups(mounts: readonly CgroupMount[], name: string): string[] {
  return mounts.map(({ mountPoint }) => path.join(mountPoint, name, SUPERVISOR));
}

/** A new cpuset of version 1 has neither processors nor memory, and refuses processes until it has. */
async function inheritCpuset(directory: string): Promise<void> {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    const own = path.join(directory, file);
    if (existsSync(own) && !existsSync(path.join(directory, 'cgroup.controllers'))) {
      await writeFile(own, readFileSync(path.join(path.dirname(directory), file)));
    }
  }
}

async function enableControllers(directory: string): Promise<void> {
  const available = readFileSync(path.join(directory, 'cgroup.controllers'), 'utf8').trim();
  for (const controller of available.split(' ').filter((name) => name !== '')) {
    await writeFile(path.join(directory, 'cgroup.subtree_control'), `+${controller}`);
  }
}
