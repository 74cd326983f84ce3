import { readdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { stateDirectory } from './state-directory';

/** Who holds the lock of a stack, as the engine writes it for state in files (pkg/backend/diy/lock.go). */
export interface LockOwner {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** RFC 3339. */
  readonly timestamp: string;
}

/** A lock, and whether the command that took it still runs. `elsewhere`: it ran on another machine. */
export interface StackLock extends LockOwner {
  readonly owner: 'alive' | 'dead' | 'elsewhere';
}

/** Times of the kernel are this exact, and so is the clock by which the engine names the time of its lock. */
const CLOCK_TOLERANCE_MS = 2000;
/** The kernel counts the start of processes in these. */
const TICKS_PER_SECOND = 100;

/**
 * The locks of a stack whose state is in files.
 *
 * @param backend the backend's URL.
 * @returns undefined if the backend keeps its locks elsewhere.
 */
export async function stackLocks(backend: string, project: string, stack: string): Promise<StackLock[] | undefined> {
  const directory = stateDirectory(backend);
  if (directory === undefined) return undefined;
  const folder = join(directory, 'locks', 'organization', project, stack);
  const files = await readdir(folder).catch(() => []);
  const locks = await Promise.all(
    files
      .filter((file) => file.endsWith('.json'))
      .map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as LockOwner),
  );
  return Promise.all(locks.map(async (lock) => ({ ...lock, owner: await ownerOf(lock) })));
}

async function ownerOf({ hostname: host, pid, timestamp }: LockOwner): Promise<StackLock['owner']> {
  if (host !== hostname()) return 'elsewhere';
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code === 'ESRCH') return 'dead';
  }
  const started = await startOf(pid);
  // A process that began after the lock was taken has only got the number of the one that took it.
  return started !== undefined && started > Date.parse(timestamp) + CLOCK_TOLERANCE_MS ? 'dead' : 'alive';
}

/** When a process began, in milliseconds since 1970; undefined where the system does not say. */
async function startOf(pid: number): Promise<number | undefined> {
  try {
    const [stat, system] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile('/proc/stat', 'utf8')]);
    // The name of the program, in parentheses, may hold anything; the start is the 22nd field.
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    const boot = Number(/^btime (\d+)$/m.exec(system)?.[1]);
    const started = (boot + ticks / TICKS_PER_SECOND) * 1000;
    return Number.isFinite(started) ? started : undefined;
  } catch {
    return undefined;
  }
}
