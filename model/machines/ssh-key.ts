import { DEFAULT_SSH_KEY } from '../schema/virtual-machine';

/** Private keys for SSH, by machine; `default` is for the others, and for bastions. Secret. */
export type SshKeys = Readonly<Record<string, string>>;

/** Private keys by which a machine is reached. Secret. */
export interface MachineSshKeys {
  /** For the machine: its own, or the one for all machines. */
  readonly machine: string;
  /** For a bastion before it: the one for all machines, or the machine's own. */
  readonly bastion: string;
}

/** The keys of one machine; undefined if it has none, which the rules refuse (model/rules/virtual-machines.ts). */
export function sshKeysOf(machine: string, keys: SshKeys): MachineSshKeys | undefined {
  const ofAll = keys[DEFAULT_SSH_KEY];
  const own = keys[machine] ?? ofAll;
  return own === undefined ? undefined : { machine: own, bastion: ofAll ?? own };
}
