import { strict as assert } from 'node:assert';
import { judgeGatewayAddresses, readGateways } from '../../../../../cli/checks/gateways/known-gateways';
import type { IstiodAnswer } from '../../../../../cli/checks/istiods/debug-interface';
import { cluster, mesh } from '../../subjects';

const east = cluster('east', 'v1');
const EAST: Gateway = ['net-east', '10.1.0.200', 15443];
type Gateway = readonly [network: string, address: string, port: number];

function judge(answer: IstiodAnswer['answer'], inMesh = mesh()) {
  return judgeGatewayAddresses(inMesh, 'east', { revision: 'default', pod: 'istiod-1', answer });
}

function networkz(...gateways: readonly Gateway[]) {
  return { text: JSON.stringify(gateways.map(([Network, Addr, Port]) => ({ Network, Addr, Port }))) };
}

describe('verify: addresses of gateways', () => {
  it('are read from the debug interface of istiod', () => {
    const text =
      '[{"Network":"net-east","Cluster":"east","Addr":"10.1.0.200","Port":15443,"HBONEPort":0,"ServiceAccount":{}}]';
    assert.deepEqual([...readGateways(text)], [['net-east', [{ address: '10.1.0.200', port: 15443 }]]]);
    assert.equal(readGateways('null').size, 0);
  });

  it('are well when they are those of the stack, in every network', () => {
    const results = judge(networkz(EAST, ['net-west', '10.2.0.200', 15443]));
    assert.deepEqual(
      results.map(({ network, ok, problems }) => [network, ok, problems]),
      [
        ['net-east', true, []],
        ['net-west', true, []],
      ],
    );
  });

  const wrong: readonly [string, IstiodAnswer['answer'], RegExp][] = [
    ['istiod knows none of a network', networkz(EAST), /^it knows no gateway of network net-west$/],
    [
      'istiod knows another than the stack',
      networkz(EAST, ['net-west', '10.2.0.99', 15443]),
      /^of network net-west it knows 10\.2\.0\.99:15443, but the stack's gateway is 10\.2\.0\.200:15443$/,
    ],
    ['istiod cannot be asked', { problem: 'no pod runs' }, /^no pod runs$/],
  ];
  for (const [state, answer, problem] of wrong)
    it(`are not well when ${state}`, () => {
      const west = judge(answer).find(({ network }) => network === 'net-west');
      assert.equal(west?.ok, false);
      assert.match(west.problems.join(), problem);
    });

  it('need the right port where addresses of nodes or host names count', () => {
    const west = cluster('west', 'v2', { gateway: { addresses: [], port: 31443 } });
    const judgeWest = (port: number) =>
      judge(networkz(EAST, ['net-west', '10.0.2.1', port]), mesh({ clusters: [east, west] }))[1];
    assert.equal(judgeWest(31443)?.ok, true);
    assert.match(
      judgeWest(15443)?.problems.join() ?? '',
      /it knows 10\.0\.2\.1:15443, but the stack's gateway is port 31443 of nodes/,
    );
  });

  it('are not asked for within one network', () => {
    const flat = mesh({ clusters: [east, cluster('west', 'v2', { network: 'net-east' })] });
    assert.deepEqual(judge(networkz(), flat), []);
  });
});
