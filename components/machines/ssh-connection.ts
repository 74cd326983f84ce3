import type * as command from '@pulumi/command/types/input';
import { type SshKeys, sshKeysOf } from '../../model/machines/ssh-key';
import type { MachinePlan } from '../../model/plan/workload-group-plan';

/** How often an SSH server is dialled before a machine counts as unreachable, and for how long each time, in seconds. */
const DIALS = { dialErrorLimit: 5, perDialTimeout: 15 };

/**
 * How the provider reaches a machine by SSH. Holds a private key, so that all of it is secret.
 *
 * @throws Error if there is no key, which the rules refuse (model/rules/virtual-machines.ts).
 */
export function sshConnection({ address, name, ssh }: MachinePlan, sshKeys: SshKeys): command.remote.ConnectionArgs {
  const keys = sshKeysOf(name, sshKeys);
  if (keys === undefined) throw new Error(`There is no SSH key for machine ${name}.`);
  const { bastion, host = address, hostKey, port, user } = ssh;
  return {
    ...DIALS,
    host,
    port,
    user,
    privateKey: keys.machine,
    ...(hostKey === undefined ? {} : { hostKey }),
    ...(bastion === undefined
      ? {}
      : {
          proxy: {
            ...DIALS,
            host: bastion.host,
            port: bastion.port,
            user: bastion.user,
            privateKey: keys.bastion,
            ...(bastion.hostKey === undefined ? {} : { hostKey: bastion.hostKey }),
          },
        }),
  };
}
