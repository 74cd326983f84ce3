import { chmod, chown, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { run } from '../build/command';
import { ImageRoot } from '../build/images/root';
import { exists } from '../cache/entry';
import { machineLinks, machineRouterLinks } from '../network/links';
import { LAB_ADDRESS } from '../network/machines';
import type { LabState } from '../state';
import { MACHINE_USER, MachineContext, requireMachineArtifacts } from './context';

/** User and group number of the user that is logged in to. */
const USER_ID = 1000;

/** Makes the key by which machines are logged in to, unless the lab has it. */
export async function prepareMachineKey(state: LabState, binDirectory: string): Promise<void> {
  if (await exists(state.machineKey)) return;
  await mkdir(path.dirname(state.machineKey), { recursive: true, mode: 0o700 });
  await makeKey(`${state.machineKey}.new`, binDirectory);
  // The private key comes last: with it, both are there.
  await rename(`${state.machineKey}.new.pub`, `${state.machineKey}.pub`);
  await rename(`${state.machineKey}.new`, state.machineKey);
}

/**
 * Writes the files in which a machine differs from the others: its name, addresses and keys. A machine that has its files keeps
 * them, with the changes that it has made.
 */
export async function prepareMachine(state: LabState, machine: MachineContext): Promise<void> {
  if (await exists(machine.directory)) return;
  const { binDirectory } = requireMachineArtifacts(machine.artifacts);
  const partial = new MachineContext(machine.addresses, `${machine.directory}.new`, machine.artifacts);
  await rm(partial.directory, { recursive: true, force: true });
  await mkdir(partial.directory, { recursive: true, mode: 0o700 });
  for (const name of ['work', 'root', 'logs']) await mkdir(partial.file(name));
  await writeFile(partial.file('router.ip'), machineRouterLinks(machine.addresses));
  await writeFile(partial.file('machine.ip'), machineLinks(machine.addresses));
  await makeKey(partial.hostKey, binDirectory);
  await writeChanges(partial, await readFile(`${state.machineKey}.pub`, 'utf8'));
  await rename(partial.directory, machine.directory);
}

async function writeChanges(machine: MachineContext, authorizedKey: string): Promise<void> {
  const root = new ImageRoot(machine.changes);
  await mkdir(machine.changes);
  await chmod(machine.changes, 0o755);
  await root.addText('etc/hostname', `${machine.name}\n`);
  await root.addText('etc/hosts', `127.0.0.1 localhost\n${machine.addresses.address} ${machine.name}\n`);
  // No name server listens there, and the router refuses queries at once. Istio's DNS capture needs some address here.
  await root.addText('etc/resolv.conf', `nameserver ${LAB_ADDRESS}\n`);
  await root.addDirectory('etc/ssh');
  const hostKey = path.join(machine.changes, 'etc/ssh/ssh_host_ed25519_key');
  await copyFile(machine.hostKey, hostKey);
  await chmod(hostKey, 0o600);
  await copyFile(`${machine.hostKey}.pub`, `${hostKey}.pub`);
  const home = `home/${MACHINE_USER}`;
  await root.addText(`${home}/.ssh/authorized_keys`, authorizedKey);
  for (const directory of [home, `${home}/.ssh`]) await root.addDirectory(directory, { mode: 0o700, owner: USER_ID });
  await chown(path.join(machine.changes, home, '.ssh/authorized_keys'), USER_ID, USER_ID);
}

/** Makes a pair of keys in two files, the public one with the ending `.pub`. */
async function makeKey(file: string, binDirectory: string): Promise<void> {
  await rm(file, { force: true });
  const program = path.join(binDirectory, 'ssh-keygen');
  await run(program, ['-q', '-t', 'ed25519', '-N', '', '-C', 'meshwork-lab', '-f', file]);
}
