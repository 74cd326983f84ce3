import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The writes of an update to the state's backend. */
export interface Written {
  /** How often it wrote the state. */
  readonly writes: number;
  /** Size of all these writes together, in bytes. */
  readonly bytes: number;
}

/** Makes the engine keep a copy of every write in the backend, so that the bytes can be counted. */
export const KEEP_CHECKPOINTS = { PULUMI_DIY_BACKEND_RETAIN_CHECKPOINTS: 'true' } as const;

/** Name of such a copy: the name of the state's file, and the time. Some copies have a file of attributes beside them. */
const COPY = /\.json(\.[a-z]+)?\.\d+$/;

/** Counts the copies of a stack's states that were kept, and removes them. */
export async function takeCheckpoints(directory: string): Promise<Written> {
  const kept = (await readdir(directory)).filter((name) => /\.\d+(\.attrs)?$/.test(name));
  const copies = await Promise.all(kept.filter((name) => COPY.test(name)).map((name) => stat(join(directory, name))));
  await Promise.all(kept.map((name) => rm(join(directory, name))));
  return { writes: copies.length, bytes: copies.reduce((sum, { size }) => sum + size, 0) };
}
