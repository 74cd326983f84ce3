import { readJson } from '../state';
import { isAlive, type ProcessIdentity } from './process-identity';

/**
 * Whether the process that a file identifies runs. Its number is looked up in the lab's own proc, seen through the outermost process:
 * process numbers of the lab are those in there.
 */
export async function runsInside(outer: ProcessIdentity, file: string): Promise<boolean> {
  const identity = await readJson<ProcessIdentity>(file);
  return identity !== undefined && isAlive(identity, `/proc/${outer.pid}/root/proc`);
}
