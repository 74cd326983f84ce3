import { existsSync, readdirSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../error';
import { patiently } from '../patience';
import type { CgroupMount } from './cgroup-mounts';
import { killBelow, processesBelow } from './cgroup-processes';

/** Where containerd makes the groups of the containers that kubelet wants; those of all nodes are side by side. */
const CONTAINERS = 'k8s.io';

const REMOVAL_TIMEOUT_MS = 60_000;

/**
 * Refuses to end a lab from within its control groups, as that would end us half-way.
 * @throws LabError if this process is in one of them.
 */
export function requireOutside(mounts: readonly CgroupMount[], name: string): void {
  for (const { mountPoint } of mounts) {
    const group = path.join(mountPoint, name);
    if (processesBelow(group).includes(process.pid)) {
      throw new LabError(
        `This process (${process.pid}) is in the lab's control group ${group}, and all that is in there ends with the lab. Run the command from a shell outside of the lab.`,
      );
    }
  }
}

/**
 * Ends every process in the lab's groups and removes the groups with all below. A process that entered the lab from outside is in them without being in
 * its PID namespace, so it does not end with that.
 */
export async function removeCgroups(mounts: readonly CgroupMount[], name: string): Promise<void> {
  for (const { mountPoint } of mounts) {
    const group = path.join(mountPoint, name);
    await removeWhenEmpty(group, () => killBelow(group));
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

/** Processes that have been killed may take a moment to be gone, and nothing tells of it in version 1: the removal is tried often. */
async function removeWhenEmpty(group: string, empty = (): void => undefined): Promise<void> {
  const deadline = Date.now() + patiently(REMOVAL_TIMEOUT_MS);
  while (existsSync(group)) {
    empty();
    try {
      await removeTree(group);
    } catch (error) {
      if (Date.now() > deadline) {
        const left = processesBelow(group).join(', ');
        const why = left === '' ? String(error) : `processes ${left} in it do not end`;
        throw new LabError(`Control group ${group} cannot be removed: ${why}.`, { cause: error });
      }
      await delay(20);
    }
  }
}

async function removeTree(group: string): Promise<void> {
  for (const entry of readdirSync(group, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      await removeTree(path.join(group, entry.name));
    }
  }
  await rmdir(group);
}
