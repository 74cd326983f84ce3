import type { Lab } from '../../../lab/lab';
import { succeed } from './machine-server';

/** Paths that are not part of how a machine is set up. */
const PRUNED = ['/proc', '/sys', '/run', '/tmp', '/dev', '/var/tmp', '/var/log/journal', '/home'];

/** Records of earlier states that dpkg and the tools for users keep. */
const RECORDS =
  /^\S+ \S+ \S+ \S+ \/(etc\/(passwd|group|shadow|gshadow)-|var\/lib\/dpkg\/status-old|var\/log\/(dpkg|lastlog|wtmp|btmp)\S*|var\/cache\/ldconfig\S*) /;

/** Every file, directory and link of a machine: type, mode, owner, size of files, path and target. */
export async function fileSystem(lab: Lab, machine: string): Promise<string[]> {
  const pruned = PRUNED.map((path) => `-path ${path}`).join(' -o ');
  const listed = await succeed(
    lab,
    machine,
    `sudo find / -xdev \\( ${pruned} \\) -prune -o -type d -printf '%y %m %u:%g - %p \\n' -o -printf '%y %m %u:%g %s %p %l\\n'`,
  );
  return listed
    .split('\n')
    .filter((line) => line !== '' && !RECORDS.test(line))
    .sort();
}
