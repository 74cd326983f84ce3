import { readFile, writeFile } from 'node:fs/promises';
import { LAB_ADDRESS } from '../network/machines';
import { type LabState, readJson, writeJson } from '../state';
import { MACHINE_USER, type MachineContext, requireMachineArtifacts } from './context';

/** How to log in to a machine by SSH from inside the lab. */
export interface MachineAccess {
  readonly address: string;
  readonly user: string;
  /** File of the private key, which only its owner may read. */
  readonly keyFile: string;
  /** Public key of the machine itself, as `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  /** File of known hosts that has the host keys of all machines of the lab. */
  readonly knownHosts: string;
}

/** Istio's package for machines, as machines get it from the lab. */
export interface SidecarPackage {
  /** Istio's version. */
  readonly version: string;
  /** Where it is served; machines reach it. */
  readonly url: string;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** The content of machines.json: how to reach the machines of a lab, and where they download Istio's package. */
export interface MachinesInformation {
  /** By name. */
  readonly machines: Readonly<Record<string, MachineAccess>>;
  readonly package: SidecarPackage;
}

/** Writes machines.json, and the host keys of the machines for ssh. */
export async function writeMachineInformation(state: LabState, machines: readonly MachineContext[]): Promise<void> {
  const accesses = await Promise.all(
    machines.map(async (machine) => [machine.name, await access(state, machine)] as const),
  );
  const lines = accesses.map(([, { address, hostKey }]) => `${address} ${hostKey}\n`);
  await writeFile(state.knownHosts, lines.join(''), { mode: 0o600 });
  const [first] = machines;
  if (first === undefined) return;
  const { path, sha256, version } = requireMachineArtifacts(first.artifacts).sidecar;
  const information: MachinesInformation = {
    machines: Object.fromEntries(accesses),
    package: { version, url: `http://${LAB_ADDRESS}${path}`, sha256 },
  };
  await writeJson(state.machineInformation, information);
}

/** Reads machines.json; undefined if the lab has no machines. */
export async function readMachineInformation(state: LabState): Promise<MachinesInformation | undefined> {
  return readJson<MachinesInformation>(state.machineInformation);
}

async function access(state: LabState, machine: MachineContext): Promise<MachineAccess> {
  // The third part of a public key is a comment.
  const [kind = '', key = ''] = (await readFile(`${machine.hostKey}.pub`, 'utf8')).trim().split(' ');
  return {
    address: machine.addresses.address,
    user: MACHINE_USER,
    keyFile: state.machineKey,
    hostKey: `${kind} ${key}`,
    knownHosts: state.knownHosts,
  };
}
