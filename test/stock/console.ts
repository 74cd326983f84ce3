import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Lines of a console that decide a wait. */
export interface Awaited {
  readonly wanted: RegExp;
  /** A line that means that the wanted one will never come. */
  readonly refused?: RegExp;
}

/**
 * Copies the console of a virtual machine, which is its process's standard output, to a file, and waits for a line of it. Yields that line; undefined if
 * another says that it will not come, if the machine ends or if the signal stops the wait.
 */
export function lineOf(
  machine: ChildProcess,
  log: string,
  { wanted, refused }: Awaited,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { stdout } = machine;
  if (stdout === null) throw new Error('The machine has no console.');
  stdout.pipe(createWriteStream(log));
  return new Promise((resolve) => {
    createInterface({ input: stdout })
      .on('line', (line) => {
        if (wanted.test(line)) resolve(line);
        else if (refused?.test(line) === true) resolve(undefined);
      })
      .once('close', () => resolve(undefined));
    signal?.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
