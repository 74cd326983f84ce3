import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../error';
import { patiently } from '../patience';
import { cgroupMounts } from './cgroup-mounts';
import { removeCgroups, requireOutside } from './cgroup-removal';
import { createCgroups, delegate } from './cgroups';
import { startHolder } from './holder';
import { ended, identify, isAlive, type ProcessIdentity } from './process-identity';

const END_TIMEOUT_MS = 60_000;

/**
 * Starts the lab's namespaces and returns their outermost process. It stays when we end; when it ends, in whatever way, the
 * kernel ends every process of the lab, and with the last one go mounts, namespaces, links, addresses and routes.
 * @param searchPath PATH with the lab's tools.
 */
export async function startOuter(name: string, searchPath: string): Promise<ProcessIdentity> {
  const mounts = cgroupMounts();
  const groups = await createCgroups(mounts, name);
  const scripts = ['outer.sh', 'inner.sh'].map((script) => path.join(__dirname, script));
  const pid = await startHolder({
    command: ['sh', ...scripts, ...groups],
    input: mounts.map(({ type, mountPoint, options }) => `${type} ${mountPoint} ${options}\n`).join(''),
    searchPath,
    what: "The lab's namespaces",
  });
  await delegate(mounts, name);
  const identity = identify(pid);
  if (identity === undefined) {
    throw new LabError("The lab's outermost process ended as soon as it was started.");
  }
  return identity;
}

/**
 * Ends everything in the lab and removes its control groups. Does no harm if it has ended already.
 * @throws LabError if we are in its control groups ourselves, or if something in them does not end.
 */
export async function endOuter(outer: ProcessIdentity | undefined, name: string): Promise<void> {
  const mounts = cgroupMounts();
  requireOutside(mounts, name);
  if (outer !== undefined && isAlive(outer)) {
    // Its child is the first process inside. The kernel lets that one go only after all others, and the outer one waits for it.
    const inner = readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').trim().split(' ')[0];
    process.kill(inner === undefined || inner === '' ? outer.pid : Number(inner), 'SIGKILL');
    if (!(await ended(outer, patiently(END_TIMEOUT_MS)))) {
      process.kill(outer.pid, 'SIGKILL');
    }
  }
  await removeCgroups(mounts, name);
}
