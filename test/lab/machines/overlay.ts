import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { Lab } from '../../../lab/lab';

/** How a machine is reached, and its package, as the overlay of a lab says it. */
export interface MachineInOverlay {
  readonly address: string;
  readonly ssh: { readonly user: string; readonly hostKey: string; readonly port?: number };
  readonly sidecar: {
    readonly url?: string;
    readonly sha256?: string;
    readonly architecture?: string;
    readonly installed?: boolean;
  };
}

/** The overlay of a lab with machines. */
interface Overlay {
  readonly 'meshwork:virtualMachines': Readonly<Record<string, MachineInOverlay>>;
  readonly 'meshwork:sshKeys': Readonly<Record<string, string>>;
}

/** What an overlay says about machines, so that a test can change it for a while. */
export class MachinesOverlay {
  private readonly before: string;

  constructor(private readonly lab: Lab) {
    this.before = readFileSync(lab.overlay, 'utf8');
  }

  /** The SSH key of the machines. */
  sshKey(): string {
    return this.read()['meshwork:sshKeys']['default'] ?? '';
  }

  /** Changes what is said about a machine, beside all earlier changes. */
  change(machine: string, edit: (before: MachineInOverlay) => MachineInOverlay): void {
    const overlay = this.read();
    const machines = overlay['meshwork:virtualMachines'];
    const before = machines[machine];
    if (before === undefined) throw new Error(`The overlay has no machine ${machine}.`);
    this.write({ ...overlay, 'meshwork:virtualMachines': { ...machines, [machine]: edit(before) } });
  }

  /** Gives a machine an SSH key of its own. */
  giveKey(machine: string, key: string): void {
    const overlay = this.read();
    this.write({ ...overlay, 'meshwork:sshKeys': { ...overlay['meshwork:sshKeys'], [machine]: key } });
  }

  /** Takes all changes back. */
  restore(): void {
    writeFileSync(this.lab.overlay, this.before);
  }

  private read(): Overlay {
    return parse(readFileSync(this.lab.overlay, 'utf8')) as Overlay;
  }

  private write(overlay: Overlay): void {
    writeFileSync(this.lab.overlay, stringify(overlay), { mode: 0o600 });
  }
}
