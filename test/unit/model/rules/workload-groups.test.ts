import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { topologyOf, withMachine } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

type Raw = ReturnType<typeof withMachine>;

/** Path and finding of every problem of the specimen with a change. */
function problemsWith(change: (raw: Raw) => void): string[] {
  const raw = withMachine();
  change(raw);
  return ruleProblems(topologyOf(raw), SERVERS).map(({ found, path }) => `${path.replace('meshwork:', '')}: ${found}`);
}

function group(change: Record<string, unknown>) {
  return (raw: Raw) => {
    raw.workloadGroups['legacy'] = { ...raw.workloadGroups['legacy'], ...change };
  };
}

function machine(change: Record<string, unknown>) {
  return (raw: Raw) => {
    raw.virtualMachines['vm-1'] = { ...raw.virtualMachines['vm-1'], ...change };
  };
}

describe('rules of workload groups and virtual machines', () => {
  it('accept a machine in a network of its own', () => {
    assert.deepEqual(
      problemsWith(() => undefined),
      [],
    );
  });

  const refused: readonly [string, (raw: Raw) => void, string][] = [
    [
      'a cluster that is not there',
      group({ cluster: 'eats' }),
      'workloadGroups.legacy.cluster: "eats", which is no cluster of a mesh',
    ],
    [
      'a network that is not there',
      group({ network: 'vmnet' }),
      'workloadGroups.legacy.network: "vmnet", which is no network of this configuration',
    ],
    [
      'a group that is not there',
      machine({ group: 'lgacy' }),
      'virtualMachines.vm-1.group: "lgacy", which is no workload group of this configuration',
    ],
    [
      'two machines with one address in a network',
      (raw) => {
        raw.virtualMachines['vm-2'] = { ...raw.virtualMachines['vm-1'], address: '10.0.50.2' };
      },
      'virtualMachines.vm-2.address: 10.0.50.2, which machine vm-1 in network vm-net has as well',
    ],
    [
      'an address in the range of another network',
      (raw) => {
        raw.networks['net-west'] = { ranges: ['10.0.48.0/20'] };
      },
      'virtualMachines.vm-1.address: 10.0.50.2, which lies in 10.0.48.0/20 of network net-west',
    ],
    [
      'a port that the proxy uses',
      group({ ports: { http: 5000, status: 15021 } }),
      'workloadGroups.legacy.ports.status: 15021, which the proxy of a machine uses itself',
    ],
    [
      'the port of the SSH server',
      group({ ports: { http: 5000, ssh: 22 } }),
      'workloadGroups.legacy.ports.ssh: 22, the port of the SSH server of machine vm-1, which the proxy leaves alone',
    ],
    ['no host key', machine({ ssh: { user: 'admin' } }), 'virtualMachines.vm-1.ssh.hostKey: nothing'],
    [
      'no host key of a bastion',
      machine({ ssh: { user: 'admin', anyHostKey: true, bastion: { host: '192.0.2.1', user: 'admin' } } }),
      'virtualMachines.vm-1.ssh.bastion.hostKey: nothing',
    ],
    [
      'no SSH key',
      (raw) => {
        raw.sshKeys = {};
      },
      'sshKeys: no key for machine vm-1',
    ],
    [
      'a key for a machine that is not there',
      (raw) => {
        raw.sshKeys['vm-9'] = 'key';
      },
      'sshKeys.vm-9: a key for "vm-9", which is no machine of this configuration',
    ],
    [
      'a selector that the group does not have',
      group({ service: { selector: { app: 'other' }, ports: { http: { port: 80, targetPort: 5000 } } } }),
      'workloadGroups.legacy.service.selector: app: other, which machines of the group do not have',
    ],
    [
      'a service on a port that the machines do not serve',
      group({ service: { ports: { http: { port: 80 } } } }),
      'workloadGroups.legacy.service.ports.http: port 80 of the machines, which is not among the ports of the group',
    ],
    [
      'a port of a service whose name means another port of the machines',
      group({
        ports: { http: 5000, admin: 9000 },
        service: { ports: { http: { port: 80, targetPort: 9000 } } },
      }),
      'workloadGroups.legacy.service.ports.http: port 9000 of the machines, and the group has 5000 under the name http',
    ],
    [
      'entries of istiod that only the home network reaches',
      group({ registration: 'auto', reachedFrom: 'homeNetwork' }),
      'workloadGroups.legacy.reachedFrom: "homeNetwork", with `registration: auto`',
    ],
    [
      'a probe of declared entries',
      group({ probe: { tcpSocket: { port: 5000 } } }),
      'workloadGroups.legacy.probe: a probe, with `registration: declared`',
    ],
    [
      'certificates that outlive what signs them',
      group({ certificates: { validityDays: 90 } }),
      'workloadGroups.legacy.certificates.validityDays: 90 days, but intermediates of mesh blue are renewed 60 days before they end',
    ],
    [
      'certificates that are always due',
      group({ certificates: { validityDays: 30, renewBeforeDays: 30 } }),
      'workloadGroups.legacy.certificates.renewBeforeDays: 30 days, but a certificate lasts 30',
    ],
    [
      'an istiod behind a host name',
      (raw) => {
        raw.networks['net-east'] = { gateway: { address: 'hostname', hostname: 'istiod.example.org' } };
      },
      'networks.net-east.gateway.static: nothing, and machines of group legacy reach the istiod of east in this network',
    ],
  ];
  for (const [title, change, problem] of refused)
    it(`refuse ${title}`, () => {
      assert.deepEqual(problemsWith(change), [problem]);
    });

  it('count a group as use of its network', () => {
    const raw = withMachine();
    raw.workloadGroups = {};
    raw.virtualMachines = {};
    raw.sshKeys = {};
    assert.deepEqual(
      ruleProblems(topologyOf(raw), SERVERS).map(({ path }) => path),
      ['meshwork:networks.vm-net'],
    );
  });
});
