import { z } from 'zod';
import { dnsLabel } from './dns-label';
import { dnsName } from './dns-name';
import { ipAddress } from './ip-address';
import { portNumber } from './port-number';
import { placeState } from './state';
import { url } from './url';

/** Not `ssh-rsa`: by it the command plugin asks for signatures with SHA-1, which servers refuse. */
const HOST_KEY = /^(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+=*$/;

/** The key of `meshwork:sshKeys` for machines without a key of their own, and for bastions. */
export const DEFAULT_SSH_KEY = 'default';

const host = z.union([ipAddress, dnsName], { error: 'an IP address or a DNS name' });

const user = z
  .string()
  .regex(/^[a-z_][a-z0-9_-]{0,31}$/, { error: 'a user name of Linux' })
  .describe('User. On a machine it is root, or may use sudo without a password.');

const hostKey = z.string().regex(HOST_KEY, {
  error: 'an Ed25519 or ECDSA public key as in known_hosts, such as `ssh-ed25519 AAAA…`, without the host name',
});

const server = {
  user,
  port: portNumber.default(22).describe('Port of the SSH server.'),
  hostKey: hostKey
    .optional()
    .describe(
      'The public host key: the line of `ssh-keyscan` without the host name. Needed unless `anyHostKey` is set.',
    ),
  anyHostKey: z
    .boolean()
    .default(false)
    .describe('Takes any host key, so that whoever answers at the address gets what is meant for the machine.'),
};

const bastion = z.strictObject({
  host: host.describe('Its address.'),
  ...server,
});

const ssh = z.strictObject({
  host: host.optional().describe('The address that SSH dials. Default: `address` of the machine.'),
  ...server,
  bastion: bastion.optional().describe('A machine through which SSH has to go.'),
});

const sidecar = z
  .strictObject({
    format: z.enum(['deb', 'rpm']).default('deb').describe('Format of the package.'),
    architecture: z.enum(['amd64', 'arm64']).default('amd64').describe('Architecture of the machine.'),
    url: url('a URL, such as https://packages.example.org/istio-sidecar.deb')
      .optional()
      .describe("Where the package is. Default: that of Istio's release, by version, format and architecture."),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, { error: 'a SHA-256 in 64 hexadecimal digits' })
      .optional()
      .describe('SHA-256 of the package. Istio publishes it beside the package, with `.sha256` after the name.'),
    installed: z
      .boolean()
      .default(false)
      .describe('The package is on the machine already, and stays there: nothing is downloaded.'),
  })
  .refine(({ installed, sha256 }) => installed !== (sha256 !== undefined), {
    error: 'the SHA-256 of the package, or `installed: true`: exactly one of the two',
    path: ['sha256'],
  });

/** A machine outside Kubernetes that joins a mesh. */
export const virtualMachine = z.strictObject({
  group: dnsLabel.describe('Its workload group.'),
  state: placeState
    .default('active')
    .describe(
      '`active`: it is deployed to. `offline`: it does not answer for a while; it is not dialled, and clusters keep what they hold of it. `retired`: ' +
        'it is gone for good; clusters lose what they hold of it, and it is not dialled.',
    ),
  address: ipAddress.describe('The address under which its service is reached.'),
  ssh: ssh.describe('How it is reached to be set up. The key is in `meshwork:sshKeys`.'),
  sidecar: sidecar.describe("The package `istio-sidecar`, Istio's proxy and agent."),
  onDelete: z
    .enum(['clean', 'forget'])
    .default('clean')
    .describe(
      'When the machine is taken out of config, or everything is destroyed. `clean`: the machine is left as it was before, and has to be reached for that. ' +
        '`forget`: the machine is not dialled, because it is gone.',
    ),
});
