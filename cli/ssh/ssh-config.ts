import type { VirtualMachineSpec } from '../../model/schema/config';

/** The name of the machine in the files for the `ssh` program. */
export const MACHINE = 'machine';
/** The name of its bastion there. */
const BASTION = 'bastion';

/** A machine that is reached by SSH, with its keys. */
export interface SshTarget {
  /** The address that SSH dials. */
  readonly host: string;
  readonly ssh: VirtualMachineSpec['ssh'];
  /** Private key. Secret. */
  readonly key: string;
  /** Private key for the bastion. Secret. */
  readonly bastionKey: string;
}

/** The files for the `ssh` program, by name. Those named `*.key` are secret. */
export type SshFiles = Readonly<Record<string, string>>;

/** One SSH server: the machine or its bastion. */
type Server = Pick<VirtualMachineSpec['ssh'], 'user' | 'port' | 'hostKey'>;

/** The name of the config among the files. */
export const CONFIG = 'config';
/** The socket by which connections are shared, in the folder of the files. */
export const SOCKET = 'socket';

/**
 * What the `ssh` program reads to reach a machine: a config of its own in place of the user's, the host keys that are expected, and private keys.
 *
 * @param folder in which the files will be.
 */
export function sshFiles({ bastionKey, host, key, ssh }: SshTarget, folder: string): SshFiles {
  const { bastion } = ssh;
  const servers: readonly [string, string, Server, string][] = [
    [MACHINE, host, ssh, key],
    ...(bastion === undefined ? [] : [[BASTION, bastion.host, bastion, bastionKey] satisfies (typeof servers)[number]]),
  ];
  return {
    [CONFIG]: [
      ...servers.flatMap(([name, address, server]) => [
        ...serverLines(name, address, server, folder),
        ...(name === MACHINE && bastion !== undefined ? [`  ProxyJump ${BASTION}`] : []),
      ]),
      'Host *',
      ...COMMON.map((line) => `  ${line}`),
      `  ControlPath ${path(folder, `${SOCKET}-%n`)}`,
      '',
    ].join('\n'),
    known_hosts: servers
      .flatMap(([name, , { hostKey }]) => (hostKey === undefined ? [] : [`${name} ${hostKey}\n`]))
      .join(''),
    ...Object.fromEntries(servers.map(([name, , , privateKey]) => [`${name}.key`, `${privateKey.trimEnd()}\n`])),
  };
}

const COMMON = [
  'BatchMode yes',
  'IdentitiesOnly yes',
  'IdentityAgent none',
  'PreferredAuthentications publickey',
  'GlobalKnownHostsFile /dev/null',
  'UpdateHostKeys no',
  'CheckHostIP no',
  'ConnectTimeout 15',
  'ServerAliveInterval 10',
  'ServerAliveCountMax 3',
  'ForwardAgent no',
  'RequestTTY no',
  'EscapeChar none',
  // Below it, nothing tells that no common kind of host key was found.
  'LogLevel INFO',
];

function serverLines(name: string, address: string, { hostKey, port, user }: Server, folder: string): string[] {
  return [
    `Host ${name}`,
    `  HostName ${address}`,
    `  Port ${port}`,
    `  User ${user}`,
    `  IdentityFile ${path(folder, `${name}.key`)}`,
    // Addresses and ports have no part in known_hosts then.
    `  HostKeyAlias ${name}`,
    ...(hostKey === undefined
      ? ['  StrictHostKeyChecking no', '  UserKnownHostsFile /dev/null']
      : [
          '  StrictHostKeyChecking yes',
          `  UserKnownHostsFile ${path(folder, 'known_hosts')}`,
          `  HostKeyAlgorithms ${hostKey.split(' ')[0] ?? ''}`,
        ]),
  ];
}

/** A path as one word of the config, in which the name of the server may stand as %n. */
function path(folder: string, file: string): string {
  return `"${folder.replaceAll('%', '%%')}/${file}"`;
}
