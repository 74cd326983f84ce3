import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What an update wrote to the state's backend. */
export interface Written {
  /** How often it wrote the state. */
  readonly writes: number;
  /** What all of that is together, in bytes. */
  readonly bytes: number;
}

/** Has the engine keep a copy of everything that it writes, in the backend: what it wrote can then be counted to the byte. */
export const KEEP_CHECKPOINTS = { PULUMI_DIY_BACKEND_RETAIN_CHECKPOINTS: 'true' } as const;

/** Such a copy: the name of the state's file, and the time. Beside some lies a file of attributes. */
const COPY = /\.json(\.[a-z]+)?\.\d+$/;

/** Counts the copies of a stack's states that were kept, and removes them. */
export async function takeCheckpoints(directory: string): Promise<Written> {
  const kept = (await readdir(directory)).filter((name) => /\.\d+(\.attrs)?$/.test(name));
  const copies = await Promise.all(kept.filter((name) => COPY.test(name)).map((name) => stat(join(directory, name))));
  await Promise.all(kept.map((name) => rm(join(directory, name))));
  return { writes: copies.length, bytes: copies.reduce((sum, { size }) => sum + size, 0) };
}
