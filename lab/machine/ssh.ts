import { patiently } from '../patience';
import type { MachineAccess } from './access';

/** How long a machine may take to answer a connection. */
const CONNECT_SECONDS = 5;

/** Command line, for use inside the lab, that runs another one on a machine. It refuses a machine with another host key. */
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
