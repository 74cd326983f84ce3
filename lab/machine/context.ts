import * as path from 'node:path';
import type { Artifacts, MachineArtifacts } from '../build/artifacts-types';
import { labArtifacts } from '../cluster/contexts';
import { LabError } from '../error';
import type { MachineAddresses } from '../network/machines';
import type { LabState } from '../state';

/** User of machines that is logged in to by key and may do everything by sudo. */
export const MACHINE_USER = 'admin';

/** One machine of a lab: its addresses and its files. */
export class MachineContext {
  constructor(
    readonly addresses: MachineAddresses,
    /** The machine's own directory in the lab's state. */
    readonly directory: string,
    readonly artifacts: Artifacts,
  ) {}

  get name(): string {
    return this.addresses.name;
  }

  /** Name of its control group in each hierarchy, inside the lab. */
  get group(): string {
    return `machine-${this.name}`;
  }

  /** Log of its console, where its journal goes. */
  get log(): string {
    return this.file('logs', 'journal.log');
  }

  /** File with the identity of the process that runs it. */
  get identity(): string {
    return this.file('process.json');
  }

  /** Directory with its changes to the root file system that all machines share. */
  get changes(): string {
    return this.file('changes');
  }

  /** Private part of its host key; the public part is in the file with the ending `.pub`. */
  get hostKey(): string {
    return this.file('host-key');
  }

  /** A file of the machine. */
  file(...parts: string[]): string {
    return path.join(this.directory, ...parts);
  }
}

/** Machines of a lab, with the artifacts that it was started with. */
export async function machineContexts(
  state: LabState,
  machines: readonly MachineAddresses[],
): Promise<MachineContext[]> {
  const artifacts = await labArtifacts(state);
  return machines.map(
    (addresses) => new MachineContext(addresses, path.join(state.machines, addresses.name), artifacts),
  );
}

/**
 * The artifacts for machines.
 *
 * @throws LabError if the lab has none.
 */
export function requireMachineArtifacts({ machines }: Artifacts): MachineArtifacts {
  if (machines === undefined)
    throw new LabError('The lab was started without machines. Ask for some with `npm run lab -- up --machines 1`.');
  return machines;
}
