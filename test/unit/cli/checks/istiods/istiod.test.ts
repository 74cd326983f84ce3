import { strict as assert } from 'node:assert';
import { type AskedIstiod, judgeIstiod, readIstiod } from '../../../../../cli/checks/istiods/istiod';
import type { MeshSubject } from '../../../../../cli/subject';
import { cluster, mesh } from '../../subjects';

const east = cluster('east', 'v1');
const clusters = [
  { id: 'east', status: 'synced' },
  { id: 'west', status: 'synced' },
];
const gateways = [
  { network: 'net-east', address: '10.1.0.200', port: 15443 },
  { network: 'net-west', address: '10.2.0.200', port: 15443 },
];

function asked(inMesh: MeshSubject): AskedIstiod {
  return { cluster: east, mesh: inMesh, revision: 'default' };
}

describe('verify: istiod', () => {
  it('is read from its debug interface', () => {
    const answer = readIstiod(
      '[{"id":"east","secretName":"","syncStatus":"synced"}]',
      '[{"Network":"net-east","Cluster":"east","Addr":"10.1.0.200","Port":15443,"HBONEPort":0,"ServiceAccount":{}}]',
    );
    assert.deepEqual(answer, { clusters: [clusters[0]], gateways: [gateways[0]] });
    assert.deepEqual(readIstiod('null', 'null'), { clusters: [], gateways: [] });
  });

  it('is well when it knows every cluster and a gateway of every network', () => {
    const result = judgeIstiod(asked(mesh()), 'istiod-1', { clusters, gateways });
    assert.deepEqual([result.ok, result.problems], [true, []]);
  });

  const wrong: readonly [string, Partial<Parameters<typeof judgeIstiod>[2]>, RegExp][] = [
    ['does not know a cluster', { clusters: clusters.slice(0, 1) }, /does not know cluster west/],
    [
      'is not in sync with a cluster',
      {
        clusters: [
          { id: 'east', status: 'synced' },
          { id: 'west', status: 'timeout' },
        ],
      },
      /cluster west is "timeout"/,
    ],
    ['has no gateway of a network', { gateways: gateways.slice(0, 1) }, /no gateway of network net-west/],
    [
      'has another gateway than the stack says',
      {
        gateways: [
          { network: 'net-east', address: '10.1.0.200', port: 15443 },
          { network: 'net-west', address: '10.2.0.99', port: 15443 },
        ],
      },
      /of network net-west it knows 10\.2\.0\.99:15443, but the stack's gateway is 10\.2\.0\.200:15443/,
    ],
  ];
  for (const [what, over, problem] of wrong)
    it(`is not well when it ${what}`, () => {
      const result = judgeIstiod(asked(mesh()), 'istiod-1', { clusters, gateways, ...over });
      assert.equal(result.ok, false);
      assert.match(result.problems.join(), problem);
    });

  it('needs a gateway at the right port where addresses of nodes or host names count', () => {
    const west = cluster('west', 'v2', { gateway: { addresses: [], port: 31443 } });
    const judge = (port: number) =>
      judgeIstiod(asked(mesh({ clusters: [east, west] })), 'istiod-1', {
        clusters,
        gateways: [...gateways.slice(0, 1), { network: 'net-west', address: '10.0.2.1', port }],
      });
    assert.equal(judge(31443).ok, true);
    assert.match(
      judge(15443).problems.join(),
      /it knows 10\.0\.2\.1:15443, but the stack's gateway is port 31443 of nodes/,
    );
  });

  it('needs no gateway within one network', () => {
    const flat = mesh({ clusters: [east, cluster('west', 'v2', { network: 'net-east' })] });
    assert.equal(judgeIstiod(asked(flat), 'istiod-1', { clusters, gateways: [] }).ok, true);
  });
});
