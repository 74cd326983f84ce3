import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import { LabError } from '../error';
import type { LabState } from '../state';

/** Lines of each log that are shown when several are, and when one is. */
const LINES = { several: 10, one: 200 } as const;

/** Shows the ends of the logs of the clusters' processes and of the machines' journals. They can be read after the lab has died too. */
export async function logs(
  state: LabState,
  wanted: { readonly member?: string; readonly process?: string; readonly follow: boolean },
): Promise<number> {
  const { clusters, machines } = await state.requireRecord();
  const members = [
    ...clusters.flatMap(({ name: cluster, nodes: [, ...furtherNodes] }) => [
      { name: cluster, directory: path.join(state.clusters, cluster, 'logs') },
      ...furtherNodes.map(({ name }) => ({
        name,
        directory: path.join(state.clusters, cluster, 'nodes', name, 'logs'),
      })),
    ]),
    ...machines.map(({ name }) => ({ name, directory: path.join(state.machines, name, 'logs') })),
  ];
  const chosen = members.filter(({ name }) => wanted.member === undefined || name === wanted.member);
  if (chosen.length === 0) {
    const known = members.map(({ name }) => name).join(', ');
    throw new LabError(`The lab has no cluster, node or machine "${wanted.member ?? ''}". It has ${known}.`);
  }
  const found = (await Promise.all(chosen.map(({ directory }) => logFiles(directory)))).flat();
  const files = found.filter((file) => wanted.process === undefined || processOf(file) === wanted.process);
  if (files.length === 0) {
    const known = [...new Set(found.map(processOf))].join(', ');
    throw new LabError(
      `There is no log of "${wanted.process ?? 'any process'}". There are logs of: ${known || 'none'}.`,
    );
  }
  const lines = files.length === 1 ? LINES.one : LINES.several;
  const follow = wanted.follow ? ['--follow=name', '--retry'] : [];
  const child = spawn('tail', ['-n', String(lines), ...follow, ...files], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 0));
  });
}

async function logFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((): string[] => []);
  return names.sort().map((name) => path.join(directory, name));
}

function processOf(file: string): string {
  return path.basename(file, '.log');
}
