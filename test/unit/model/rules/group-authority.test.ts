import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { topologyOf, withAuthority } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

type Raw = ReturnType<typeof withAuthority>;

/** Path, finding and expectation of every problem of the specimen with a change. */
function problemsWith(change: (raw: Raw) => void): string[] {
  const raw = withAuthority();
  change(raw);
  return ruleProblems(topologyOf(raw), SERVERS).map(
    ({ expected, found, path }) => `${path.replace('meshwork:', '')}: ${found}; ${expected}`,
  );
}

function group(change: Record<string, unknown>) {
  return (raw: Raw) => {
    raw.workloadGroups['legacy'] = { ...raw.workloadGroups['legacy'], ...change };
  };
}

describe('rules of machines with an authority of their own', () => {
  it('accept a mesh without clusters, whether its trust is exchanged or withdrawn', () => {
    for (const trust of ['exchanged', 'withdrawn'])
      assert.deepEqual(
        problemsWith((raw) => void (raw.federations = { 'blue-vms': { meshes: ['blue', 'vms'], trust } })),
        [],
      );
  });

  it('accept a root that lasts for less time than intermediates would', () => {
    assert.deepEqual(
      problemsWith((raw) => {
        raw.meshes['vms'] = { trustDomain: 'vms.example', roots: { root: { generate: { validityDays: 365 } } } };
      }),
      [],
    );
  });

  const refused: readonly [string, (raw: Raw) => void, string[]][] = [
    [
      'an authority that is not there',
      group({ authority: 'vmz' }),
      ['workloadGroups.legacy.authority: "vmz", which is no mesh of this configuration; one of blue, vms'],
    ],
    [
      'an authority that the mesh does not trust',
      (raw) => {
        raw.federations = {};
      },
      [
        'workloadGroups.legacy.authority: "vms", an authority that mesh blue does not trust; an authority that a federation joins with mesh blue',
      ],
    ],
    [
      'the mesh of the group as its authority',
      (raw) => {
        group({ authority: 'blue' })(raw);
        raw.federations = {};
        delete raw.meshes['vms'];
      },
      ['workloadGroups.legacy.authority: "blue", the mesh of cluster east; a mesh without clusters'],
    ],
    [
      'a mesh with clusters as an authority',
      (raw) => {
        raw.clusters['north'] = { mesh: 'vms', network: 'net-west', role: 'primary' };
      },
      [
        'workloadGroups.legacy.authority: "vms", a mesh with clusters: north; a mesh without clusters: its root signs for machines, and no istiod with it',
      ],
    ],
    [
      'certificates that would outlive the root',
      (raw) => {
        raw.meshes['vms'] = { trustDomain: 'vms.example', roots: { root: { generate: { validityDays: 60 } } } };
      },
      [
        'workloadGroups.legacy.certificates.validityDays: 60 days, but root root of mesh vms lasts 60; fewer than 60 days',
      ],
    ],
    [
      'a token as the proof',
      group({ identity: 'token' }),
      [
        'workloadGroups.legacy.identity: "token", in a group with an authority of its own; "certificate": istiod issues no certificates to these machines, and a token is for asking for one',
      ],
    ],
    [
      'accounts of pods without an authority',
      (raw) => {
        group({ authority: undefined, service: { ports: { http: { port: 80 } }, serviceAccounts: ['orders'] } })(raw);
        delete raw.workloadGroups['legacy']?.['ports'];
        raw.federations = {};
        delete raw.meshes['vms'];
      },
      [
        'workloadGroups.legacy.service.serviceAccounts: orders, in a group without an authority of its own; nothing: clients find out by themselves which identities of their own mesh a service has',
      ],
    ],
    [
      'a mesh without clusters that is no authority',
      group({ authority: undefined }),
      [
        'meshes.vms: a mesh without clusters, and no workload group has it as its authority; at least one cluster whose mesh it is, or group whose authority it is',
      ],
    ],
  ];
  for (const [what, change, expected] of refused)
    it(`refuse ${what}`, () => {
      assert.deepEqual(
        problemsWith(change).filter((problem) => !/^clusters\.north|apiServer/.test(problem)),
        expected,
      );
    });
});
