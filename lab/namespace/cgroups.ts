import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CgroupMount } from './cgroup-mounts';

/** Control groups of the lab's own processes, below the lab's: in version 2 only leaves may have processes. */
const LEAF = 'lab';

/** Where containerd makes the groups of the containers that kubelet wants; those of all nodes are side by side. */
const CONTAINERS = 'k8s.io';

const REMOVAL_TIMEOUT_MS = 60_000;

/** Makes the lab's control group in every hierarchy and returns the directories; what kubelet and containerd make is below. */
export async function createCgroups(mounts: readonly CgroupMount[], name: string): Promise<string[]> {
  const directories = mounts.map(({ mountPoint }) => path.join(mountPoint, name));
  for (const directory of directories) {
    await mkdir(directory, { recursive: true });
    await inheritCpuset(directory);
  }
  return directories;
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
    for (const pid of readLines(path.join(directory, 'cgroup.procs'))) {
      moveTo(leaf, pid);
    }
    if (type === 'cgroup2') {
      await enableControllers(mountPoint);
      await enableControllers(directory);
    }
  }
}

/** Moves this process, and with it all that it starts, into the lab's groups. To be called inside the lab. */
export function joinLeaf(mounts: readonly CgroupMount[]): void {
  for (const { mountPoint } of mounts) {
    moveTo(path.join(mountPoint, LEAF), String(process.pid));
  }
}

/** Removes the lab's groups and all below them. Their processes have been killed, but may take a moment to be gone. */
export async function removeCgroups(mounts: readonly CgroupMount[], name: string): Promise<void> {
  for (const { mountPoint } of mounts) {
    await removeWhenEmpty(path.join(mountPoint, name));
  }
}

/** Removes what a container runtime that was killed has left of its containers' groups. To be called inside the lab. */
export async function removeContainerCgroups(
  mounts: readonly CgroupMount[],
  containers: readonly string[],
): Promise<void> {
  for (const { mountPoint } of mounts) {
    for (const container of containers) {
      await removeWhenEmpty(path.join(mountPoint, CONTAINERS, container));
    }
  }
}

async function removeWhenEmpty(directory: string): Promise<void> {
  const deadline = Date.now() + REMOVAL_TIMEOUT_MS;
  while (existsSync(directory)) {
    try {
      await removeTree(directory);
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(`Control group ${directory} cannot be removed: ${String(error)}`, { cause: error });
      }
      await delay(20);
    }
  }
}

async function removeTree(directory: string): Promise<void> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      await removeTree(path.join(directory, entry.name));
    }
  }
  await rmdir(directory);
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
  const [available = ''] = readLines(path.join(directory, 'cgroup.controllers'));
  for (const controller of available.split(' ').filter((name) => name !== '')) {
    await writeFile(path.join(directory, 'cgroup.subtree_control'), `+${controller}`);
  }
}

function moveTo(directory: string, pid: string): void {
  try {
    writeFileSync(path.join(directory, 'cgroup.procs'), pid);
  } catch (error) {
    // It has ended in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

function readLines(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}
