import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Identifies a process even if another one gets its number later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between the machine's start and its own. */
  readonly startTime: string;
  readonly bootId: string;
}

/** Identifies a running process; undefined if there is none of this number. `proc` is where its PID namespace's proc is. */
export function identify(pid: number, proc = '/proc'): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`${proc}/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything, so fields are counted from behind it.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const startTime = fields[18];
    if (state === 'Z' || state === 'X' || startTime === undefined) {
      return undefined;
    }
    return { pid, startTime, bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() };
  } catch {
    return undefined;
  }
}

/** Whether the process still runs. */
export function isAlive(identity: ProcessIdentity, proc = '/proc'): boolean {
  const found = identify(identity.pid, proc);
  return found?.startTime === identity.startTime && found.bootId === identity.bootId;
}

/** Waits for a process that is not our child to end: nothing announces it, so it is looked at often. */
export async function ended(identity: ProcessIdentity, timeoutMs: number, proc = '/proc'): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(identity, proc)) {
    if (Date.now() > deadline) {
      return false;
    }
    await delay(10);
  }
  return true;
}
