import { strict as assert } from 'node:assert';
import { judgeGatewayNodes } from '../../../../../cli/checks/gateways/gateway-nodes';

const TITLE = 'ingress gateway public in cluster east';
const PLACE = { mesh: 'blue', cluster: 'east' };
const POOLED = {
  title: TITLE,
  selector: { istio: 'ingress-public' },
  pool: 'fast',
  nodes: { pool: 'fast', zone: 'a' },
};
const ANYWHERE = { ...POOLED, pool: undefined, nodes: {} };

const on = (labels: Readonly<Record<string, string>>) => ({ name: 'node-1', labels });

describe('verify: nodes of gateways', () => {
  it('passes pods on nodes of the pool, and pods of a gateway without a pool anywhere', () => {
    const common = { ...PLACE, gateway: TITLE, pod: 'a', node: 'node-1', ok: true, problems: [] };
    const inPool = [{ name: 'a', node: on({ pool: 'fast', zone: 'a', other: 'x' }), waits: undefined }];
    assert.deepEqual(judgeGatewayNodes(PLACE, POOLED, inPool), [{ ...common, pool: 'fast' }]);
    const anywhere = [{ name: 'a', node: on({}), waits: undefined }];
    assert.deepEqual(judgeGatewayNodes(PLACE, ANYWHERE, anywhere), [{ ...common, pool: null }]);
  });

  for (const [what, gateway, pods, expected] of [
    [
      'a pod on a node of another pool',
      POOLED,
      [{ name: 'a', node: on({ pool: 'slow', zone: 'a' }), waits: undefined }],
      [['a', 'node-1', 'pod a runs on node node-1, which lacks pool=fast of node pool fast']],
    ],
    [
      'a pod that waits for a node, and not the one beside it',
      ANYWHERE,
      [
        { name: 'a', node: undefined, waits: 'no node has the labels pool=fast' },
        { name: 'b', node: on({}), waits: undefined },
      ],
      [
        ['a', null, 'pod a waits: no node has the labels pool=fast'],
        ['b', 'node-1', undefined],
      ],
    ],
    [
      'a pod whose container waits',
      ANYWHERE,
      [{ name: 'a', node: on({}), waits: 'container istio-proxy waits: ErrImagePull' }],
      [['a', 'node-1', 'pod a waits: container istio-proxy waits: ErrImagePull']],
    ],
    ['a gateway without pods', POOLED, [], [[null, null, 'it has no pod']]],
    ['a cluster that gives no answer', POOLED, { problem: 'no answer' }, [[null, null, 'no answer']]],
  ] as const)
    it(`fails ${what}`, () => {
      const results = judgeGatewayNodes(PLACE, gateway, pods);
      assert.deepEqual(
        results.map(({ node, pod, problems }) => [pod, node, problems[0]]),
        expected,
      );
      for (const { ok, problems } of results) assert.equal(ok, problems.length === 0);
    });
});
