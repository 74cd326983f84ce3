import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

/** The processes of a control group itself, by the numbers that they have here. Groups below have their own. */
export function processesOf(group: string): number[] {
  return (
    readFileSync(path.join(group, 'cgroup.procs'), 'utf8')
      .split('\n')
      .map(Number)
      // Version 2 writes 0 for a process that has no number in our PID namespace.
      .filter((pid) => pid > 0)
  );
}

/** The processes of a control group and of all groups below it; none if there is no such group. */
export function processesBelow(group: string): number[] {
  if (!existsSync(group)) return [];
  const below = readdirSync(group, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...processesOf(group), ...below.flatMap(({ name }) => processesBelow(path.join(group, name)))];
}

/** Moves every process of a group into another, until none is left: those that are there may start others meanwhile. */
export function moveAll(from: string, to: string): void {
  for (let found = processesOf(from); found.length > 0; found = processesOf(from)) {
    for (const pid of found) {
      unlessEnded(() => writeFileSync(path.join(to, 'cgroup.procs'), String(pid)));
    }
  }
}

/** Kills every process that is in a group or in one below it now, in any PID namespace. Does not wait until they have ended. */
export function killBelow(group: string): void {
  // Since Linux 5.14, in version 2: the kernel misses none that starts meanwhile.
  const killFile = path.join(group, 'cgroup.kill');
  if (existsSync(killFile)) {
    writeFileSync(killFile, '1');
    return;
  }
  for (const pid of processesBelow(group)) {
    unlessEnded(() => process.kill(pid, 'SIGKILL'));
  }
}

/** Does something with a process, which may have ended in the meantime. */
function unlessEnded(work: () => void): void {
  try {
    work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
