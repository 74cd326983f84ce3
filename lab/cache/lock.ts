import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Locking failed. A lock that another process holds is no error: `withLock` waits for it. */
export class LockError extends Error {}

/**
 * Runs `work` while holding an exclusive lock on a file. A child holds the kernel's flock, and lives as long as our end of its
 * standard input is open. So a process that dies in any way leaves no lock behind, and no lock has to expire.
 *
 * @param onWait is called once if another process holds the lock.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  // In a process group of its own, so that Ctrl-C reaches the build first and not its lock.
  const holder = spawn('flock', [file, 'cat'], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const complaint: Buffer[] = [];
  holder.stderr.on('data', (data: Buffer) => complaint.push(data));
  const failed = new Promise<never>((_, reject) => {
    holder.once('error', (error) => reject(new LockError(`Cannot run flock (util-linux): ${error.message}`)));
    holder.once('close', (code) => {
      const reason = Buffer.concat(complaint).toString().trim();
      reject(new LockError(`flock ${file} ended with ${String(code)}${reason === '' ? '' : `: ${reason}`}`));
    });
  });
  failed.catch(() => undefined);
  const closed = new Promise((resolve) => holder.once('close', resolve));
  holder.stdin.on('error', () => undefined); // told by 'close'
  holder.stdin.write('\n');
  const waiting = onWait === undefined ? undefined : setTimeout(onWait, 500);
  try {
    // cat answers as soon as flock has let it start.
    await Promise.race([once(holder.stdout, 'data'), failed]);
  } finally {
    clearTimeout(waiting);
  }
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await closed; // so that nothing of it is left when we say that we are done
  }
}
