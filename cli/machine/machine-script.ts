import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isIPv6 } from 'node:net';
import { shellWord } from '../../model/machines/shell-word';
import { PORTS } from '../workloads/names';

/** How long a server runs that nobody ends, in seconds. */
const LIFETIME_SECONDS = 3600;

/** The server on a machine. */
export interface MachineServer {
  /** The systemd unit that it is. */
  readonly unit: string;
  /** The address of the machine. */
  readonly address: string;
  /** Whether the proxy takes only ports of the group, which verify's is not among. */
  readonly onlyGroupPorts: boolean;
}

/** The script that starts the server. It ends that of an earlier run first. */
export function startScript({ address, onlyGroupPorts, unit }: MachineServer): string {
  const variables = {
    UNIT: unit,
    PORT: String(PORTS.machine),
    LIFETIME: String(LIFETIME_SECONDS),
    TAKE_IN: onlyGroupPorts ? 'yes' : 'no',
    FAMILY: isIPv6(address) ? '6' : '',
    ANSWER: part('answer'),
  };
  return script(variables, ['stop', 'start'], 'take_turn; start_server');
}

/** The script that ends the server. */
export function stopScript({ unit }: Pick<MachineServer, 'unit'>): string {
  return script({ UNIT: unit }, ['stop'], 'take_turn; stop_server');
}

/** The script that tells how the services of a machine are. */
export function lookScript({ unit }: Pick<MachineServer, 'unit'>): string {
  return script({ UNIT: unit }, ['look'], 'look');
}

/** The command that joins its standard input and output to a port, as a shell takes it. The name is resolved on the machine. */
export function connectCommand(host: string, port: number): string {
  return ['bash', '-c', shellWord(part('connect')), 'connect', shellWord(host), String(port)].join(' ');
}

function script(variables: Readonly<Record<string, string>>, parts: readonly string[], command: string): string {
  const assignments = Object.entries(variables).map(([key, value]) => `${key}=${shellWord(value)}`);
  // The command is last, so that a script that arrives in part does nothing.
  return [part('privileges'), ...assignments, ...parts.map(part), command, ''].join('\n');
}

function part(name: string): string {
  return readFileSync(join(__dirname, 'script', `${name}.sh`), 'utf8');
}
