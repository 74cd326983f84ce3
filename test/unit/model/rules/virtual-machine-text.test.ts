import { strict as assert } from 'node:assert';
import { group, lines, machine, type Raw, type Refusal, textAfter } from './machine-specimen';

const FOREIGN_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA';

function secondMachine(change: Record<string, unknown>) {
  return (raw: Raw) => {
    raw.virtualMachines['vm-2'] = { ...raw.virtualMachines['vm-1'], ...change };
  };
}

function renamed(name: string) {
  return (raw: Raw) => {
    raw.virtualMachines = { [name]: raw.virtualMachines['vm-1'] ?? {} };
  };
}

const REFUSED: readonly Refusal[] = [
  [
    'a group that is not there',
    machine({ group: 'lgacy' }),
    lines(
      '  meshwork:virtualMachines.vm-1.group',
      '    found:    "lgacy", which is no workload group of this configuration',
      '    expected: one of legacy',
      '    fix:      Did you mean "legacy"?',
    ),
  ],
  [
    'two machines with one address in a network',
    secondMachine({}),
    lines(
      '  meshwork:virtualMachines.vm-2.address',
      '    found:    10.0.50.2, which machine vm-1 in network vm-net has as well',
      '    expected: an address of one machine',
    ),
  ],
  [
    'an address that is none',
    machine({ address: '10.0.50.256' }),
    lines('  meshwork:virtualMachines.vm-1.address', '    found:    "10.0.50.256"', '    expected: an IP address'),
  ],
  [
    'a name in place of an address',
    machine({ address: 'vm-1.example.org' }),
    lines('  meshwork:virtualMachines.vm-1.address', '    found:    "vm-1.example.org"', '    expected: an IP address'),
  ],
  [
    'an address that other machines cannot dial',
    machine({ address: '127.0.0.1' }),
    lines(
      '  meshwork:virtualMachines.vm-1.address',
      '    found:    "127.0.0.1"',
      '    expected: an IP address that can be dialled from elsewhere: not loopback, unspecified, link-local or multicast',
    ),
  ],
  [
    'the port of the SSH server among the ports of the group',
    group({ ports: { http: 5000, ssh: 22 } }),
    lines(
      '  meshwork:workloadGroups.legacy.ports.ssh',
      '    found:    22, the port of the SSH server of machine vm-1, which the proxy leaves alone',
      '    expected: a port of the workload',
    ),
  ],
  [
    'the port of the SSH server behind the service',
    group({ ports: {}, service: { ports: { ssh: { port: 2222, targetPort: 22 } } } }),
    lines(
      '  meshwork:workloadGroups.legacy.service.ports.ssh',
      '    found:    22, the port of the SSH server of machine vm-1, which the proxy leaves alone',
      '    expected: a port of the workload',
    ),
  ],
  [
    'no host key',
    machine({ ssh: { user: 'admin' } }),
    lines(
      '  meshwork:virtualMachines.vm-1.ssh.hostKey',
      '    found:    nothing',
      '    expected: the public host key, or `anyHostKey: true` beside it',
      '    fix:      Read it on the machine (/etc/ssh/ssh_host_ed25519_key.pub), or with ssh-keyscan on a network that you trust.',
    ),
  ],
  [
    'a host key of a kind that servers refuse',
    machine({ ssh: { user: 'admin', hostKey: 'ssh-rsa AAAAB3NzaC1yc2E' } }),
    lines(
      '  meshwork:virtualMachines.vm-1.ssh.hostKey',
      '    found:    "ssh-rsa AAAAB3NzaC1yc2E"',
      '    expected: an Ed25519 or ECDSA public key as in known_hosts, such as `ssh-ed25519 AAAA…`, without the host name',
    ),
  ],
  [
    'a URL without checksum',
    machine({ sidecar: { url: 'https://packages.example.org/istio-sidecar.deb' } }),
    lines(
      '  meshwork:virtualMachines.vm-1.sidecar.sha256',
      '    found:    nothing',
      '    expected: the SHA-256 of the package, or `installed: true`: exactly one of the two',
    ),
  ],
  [
    'a machine with the name of a cluster',
    renamed('west'),
    lines(
      '  meshwork:virtualMachines.west',
      '    found:    the name "west", which a cluster has as well',
      '    expected: a name that no cluster has: reports name clusters and machines side by side',
    ),
  ],
  [
    'a machine with the name of the key of all machines',
    renamed('default'),
    lines(
      '  meshwork:virtualMachines.default',
      '    found:    the name "default", by which meshwork:sshKeys means all machines without a key of their own',
      '    expected: any other name',
    ),
  ],
  [
    'two machines behind one SSH server',
    secondMachine({ address: '10.0.50.3', ssh: { user: 'admin', host: '10.0.50.2', hostKey: FOREIGN_KEY } }),
    lines(
      '  meshwork:virtualMachines.vm-2.ssh',
      '    found:    the server 10.0.50.2:22, by which machine vm-1 is set up as well',
      '    expected: an SSH server of one machine',
    ),
  ],
  [
    'a package of another format than its URL says',
    machine({ sidecar: { url: 'https://packages.example.org/istio-sidecar.rpm', sha256: '0'.repeat(64) } }),
    lines(
      '  meshwork:virtualMachines.vm-1.sidecar.format',
      '    found:    deb, but the URL leads to istio-sidecar.rpm',
      '    expected: rpm, or the URL of a package of that format',
    ),
  ],
  [
    'a package for another architecture than its URL says',
    machine({ sidecar: { url: 'https://packages.example.org/istio-sidecar-arm64.deb', sha256: '0'.repeat(64) } }),
    lines(
      '  meshwork:virtualMachines.vm-1.sidecar.architecture',
      '    found:    amd64, but the URL leads to istio-sidecar-arm64.deb',
      '    expected: arm64, or the URL of a package for amd64',
    ),
  ],
  [
    'no package',
    machine({ sidecar: {} }),
    lines(
      '  meshwork:virtualMachines.vm-1.sidecar.sha256',
      '    found:    nothing',
      '    expected: the SHA-256 of the package, or `installed: true`: exactly one of the two',
    ),
  ],
  [
    'a package to download that is installed',
    machine({ sidecar: { sha256: '0'.repeat(64), installed: true } }),
    lines(
      '  meshwork:virtualMachines.vm-1.sidecar.sha256',
      '    found:    "0000000000000000000000000000000000000000000000000000000000000000"',
      '    expected: the SHA-256 of the package, or `installed: true`: exactly one of the two',
    ),
  ],
  [
    'a URL of a package that is installed',
    machine({ sidecar: { url: 'https://packages.example.org/istio-sidecar.deb', installed: true } }),
    lines(
      '  meshwork:virtualMachines.vm-1.sidecar.url',
      '    found:    a URL, and `installed: true`, with which nothing is downloaded',
      '    expected: one of the two',
    ),
  ],
];

describe('the text about a virtual machine refuses', () => {
  for (const [title, change, text] of REFUSED)
    it(title, () => {
      assert.equal(textAfter(change), text);
    });
});
