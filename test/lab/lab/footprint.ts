import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import * as path from 'node:path';
import { cgroupMounts } from '../../../lab/namespace/cgroup-mounts';
import { LabState } from '../../../lab/state';
import { run } from '../../../lab/build/command';
import type { Lab } from '../../../lab/lab';

const NAMESPACES = ['net', 'mnt', 'pid', 'ipc', 'cgroup'] as const;

/** The traces of a lab on the machine outside its own namespaces. Other labs may run at the same time: only this one's traces count. */
export interface Footprint {
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly cgroups: readonly string[];
}

/** Looks for the traces of a lab. `namespaces` are those that `namespacesOf` found while it was running. */
export async function footprint(lab: Lab, namespaces: ReadonlySet<string>): Promise<Footprint> {
  const { id } = await LabState.open({ MESHWORK_LAB_DIR: lab.directory });
  return {
    processes: processes(lab.directory, namespaces),
    mounts: lines('/proc/self/mounts').filter((mount) => mount.includes(lab.directory)),
    cgroups: cgroupMounts().flatMap(({ mountPoint }) =>
      readdirSync(mountPoint)
        .filter((name) => name === id)
        .map((name) => path.join(mountPoint, name)),
    ),
  };
}

/**
 * The state of the host's own network, which the lab must not touch. It leaves out everything that changes by itself: veth pairs that others make for
 * their containers, with their routes; how long advertised routes last; and whether a link has a carrier.
 */
export async function hostNetwork(): Promise<string> {
  const [links, routes, namespaces] = await Promise.all([
    run('ip', ['-brief', 'link']),
    run('ip', ['route', 'show', 'table', 'all']),
    run('ip', ['netns']),
  ]);
  const names = links.split('\n').map((link) => link.split(' ')[0] ?? '');
  const kept = routes
    .replaceAll(/ expires \d+sec/g, '')
    .split('\n')
    .filter((line) => !line.includes(' dev veth'));
  return [...names.filter((name) => !name.startsWith('veth')), ...kept, namespaces].join('\n');
}

/** The namespaces of a running lab: those of its outermost process and of all its nodes. */
export async function namespacesOf(lab: Lab): Promise<ReadonlySet<string>> {
  const outer = await lab.outerPid();
  const own = ['net', 'mnt', 'pid_for_children', 'ipc', 'cgroup'].map((name) =>
    readlinkSync(`/proc/${outer}/ns/${name}`),
  );
  const names = [...(await lab.clusters()).values()].flatMap((cluster) => cluster.nodes.map(({ name }) => name));
  const nodes = names.map((name) => lab.run(['nsenter', `--net=/run/netns/${name}`, 'readlink', '/proc/self/ns/net']));
  return new Set([...own, ...(await Promise.all(nodes)).map((name) => name.trim())]);
}

function processes(directory: string, namespaces: ReadonlySet<string>): string[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return numbers.flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const inside = NAMESPACES.some((name) => namespaces.has(readlinkSync(`/proc/${pid}/ns/${name}`)));
      return inside || command.includes(directory) ? [`${pid} ${command}`] : [];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n');
}
