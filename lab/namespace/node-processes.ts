import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../error';
import { patiently } from '../patience';
import { readJson } from '../state';
import { nodeHolder, nodeNetwork } from './enter';
import { isAlive, type ProcessIdentity } from './process-identity';

const END_TIMEOUT_MS = 60_000;

/**
 * Kills every process of a node and waits until none is left. To be called inside the lab; does no harm if there is none. It
 * finds a node's processes by their namespaces and not by their parents: a container whose shim has died has lost its parent.
 */
export async function killNode(node: string): Promise<void> {
  const known = await readJson<ProcessIdentity>(nodeHolder(node));
  const holder = known !== undefined && isAlive(known) ? known.pid : undefined;
  const namespaces = new Set([
    ...namespaceOf(nodeNetwork(node)),
    ...(holder === undefined ? [] : [...podNetworks(holder), ...readNamespace(holder, 'mnt')]),
  ]);
  // The holder goes last: after an interruption the next call finds the others by it again.
  await killAll(node, () => processesIn(namespaces).filter((pid) => pid !== holder));
  await killAll(node, () => processesIn(namespaces));
  await rm(nodeHolder(node), { force: true });
}

async function killAll(node: string, remaining: () => readonly number[]): Promise<void> {
  const deadline = Date.now() + patiently(END_TIMEOUT_MS);
  for (let found = remaining(); found.length > 0; found = remaining()) {
    if (Date.now() > deadline) {
      throw new LabError(`Processes ${found.join(', ')} of cluster ${node} do not end.`);
    }
    found.forEach(kill);
    await delay(10);
  }
}

/** containerd keeps the network namespaces of a node's pods in the node's own /run. */
function podNetworks(holder: number): string[] {
  const directory = `/proc/${holder}/root/run/netns`;
  return readdirSync(directory).flatMap((name) => namespaceOf(`${directory}/${name}`));
}

function namespaceOf(file: string): string[] {
  return existsSync(file) ? [`net:[${statSync(file).ino}]`] : [];
}

function processesIn(namespaces: ReadonlySet<string>): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) =>
      [...readNamespace(pid, 'net'), ...readNamespace(pid, 'mnt')].some((found) => namespaces.has(found)),
    );
}

/** Empty for a process that has ended. */
function readNamespace(pid: number, type: 'net' | 'mnt'): string[] {
  try {
    return [readlinkSync(`/proc/${pid}/ns/${type}`)];
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It has ended in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}
