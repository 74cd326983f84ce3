import { readJson } from '../state';
import { isAlive, type ProcessIdentity } from './process-identity';

/** Whether the process runs whose identity a file tells. Process numbers of a lab mean something in its own proc, which is seen through its outermost process. */
export async function runsInside(outer: ProcessIdentity, file: string): Promise<boolean> {
  const identity = await readJson<ProcessIdentity>(file);
  return identity !== undefined && isAlive(identity, `/proc/${outer.pid}/root/proc`);
}
