import { patiently } from '../patience';
import type { MachineAccess } from './access';

/** How long a machine may take to answer a connection. */
const CONNECT_SECONDS = 5;

/** Exit code of ssh itself, where no command of a machine ran. */
export const SSH_FAILED = 255;

/** Command line, to be run inside the lab, that runs another on a machine. Only a machine with the right host key gets it. */
export function ssh({ address, keyFile, knownHosts, user }: MachineAccess, command: readonly string[]): string[] {
  const options = [
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile=${knownHosts}`,
    `ConnectTimeout=${patiently(CONNECT_SECONDS)}`,
    'LogLevel=ERROR',
  ].flatMap((option) => ['-o', option]);
  return ['ssh', '-F', 'none', '-i', keyFile, ...options, `${user}@${address}`, '--', ...command];
}
