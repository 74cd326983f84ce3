import { strict as assert } from 'node:assert';
import { type NodeState, pendingReason, type WaitingPod } from '../../../../model/scheduling/pending';
import { quantity } from '../../../../model/scheduling/quantity';

const DEVICE = 'qat.intel.com/cy';

function pod(over: Partial<WaitingPod> = {}): WaitingPod {
  return {
    nodeSelector: { pool: 'fast' },
    tolerations: [],
    requests: { cpu: 2, memory: quantity('4Gi'), [DEVICE]: 1 },
    scheduler: '0/1 nodes are available.',
    ...over,
  };
}

function node(over: Partial<NodeState> = {}): NodeState {
  return {
    name: 'node-1',
    labels: { pool: 'fast' },
    taints: [],
    allocatable: { cpu: '8', memory: '16Gi', [DEVICE]: '1' },
    requested: {},
    ...over,
  };
}

const TAINT = { key: 'dedicated', value: 'gateways', effect: 'NoSchedule' };

describe('the reason why a pod waits for a node', () => {
  for (const [what, waiting, nodes, expected] of [
    [
      'no node of the pool',
      pod({ nodeSelector: { pool: 'fast', zone: 'a' } }),
      [node(), node({ name: 'node-2', labels: { zone: 'a' } })],
      'no node has the labels pool=fast, zone=a',
    ],
    [
      'a device that another pod holds',
      pod(),
      [node({ requested: { [DEVICE]: 1 } })],
      `node node-1 has 0 of 1 ${DEVICE} free (1 asked for)`,
    ],
    [
      'a node without devices',
      pod(),
      [node({ allocatable: { cpu: '8', memory: '16Gi' } })],
      `node node-1 has no ${DEVICE} (1 asked for)`,
    ],
    [
      'CPU and memory, by what other pods ask for',
      pod(),
      [
        node({
          allocatable: { cpu: '2500m', memory: '8Gi', [DEVICE]: '1' },
          requested: { cpu: 0.6, memory: 5 * 2 ** 30 },
        }),
      ],
      'node node-1 has 1.9 of 2.5 cpu free (2 asked for) and has 3072Mi of 8192Mi memory free (4096Mi asked for)',
    ],
    [
      'a taint',
      pod(),
      [node({ taints: [TAINT] })],
      'node node-1 has the taint dedicated=gateways:NoSchedule, which the pod does not tolerate',
    ],
    [
      'another obstacle at each node of the pool, and none of other nodes',
      pod(),
      [
        node({ taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] }),
        node({ name: 'node-2', requested: { [DEVICE]: 1 } }),
        node({ name: 'node-3', labels: {}, taints: [TAINT] }),
      ],
      'node node-1 has the taint node.kubernetes.io/unschedulable:NoSchedule, which the pod does not tolerate; ' +
        `node node-2 has 0 of 1 ${DEVICE} free (1 asked for)`,
    ],
    ['something else', pod(), [node()], 'the scheduler says: 0/1 nodes are available.'],
    ['the scheduler', pod({ scheduler: undefined }), [node()], 'the scheduler has not looked at it yet'],
  ] as const)
    it(`is ${what}`, () => {
      assert.equal(pendingReason(waiting, nodes), expected);
    });

  for (const [what, toleration, tolerated] of [
    ['key and value', { key: 'dedicated', value: 'gateways', effect: 'NoSchedule' }, true],
    ['any value', { key: 'dedicated', operator: 'Exists' }, true],
    ['everything', { operator: 'Exists' }, true],
    ['another value', { key: 'dedicated', operator: 'Equal', value: 'other' }, false],
    ['another effect', { key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, false],
    ['another key', { key: 'other', operator: 'Exists' }, false],
  ] as const)
    it(`is ${tolerated ? 'no' : 'a'} taint where the pod tolerates ${what}`, () => {
      const reason = pendingReason(pod({ tolerations: [toleration] }), [node({ taints: [TAINT] })]);
      assert.equal(reason.includes('taint'), !tolerated);
    });

  it('is not a taint that only prefers other pods', () => {
    assert.match(
      pendingReason(pod(), [node({ taints: [{ ...TAINT, effect: 'PreferNoSchedule' }] })]),
      /^the scheduler/,
    );
  });
});

describe('quantities of Kubernetes', () => {
  for (const [text, value] of [
    ['2', 2],
    ['500m', 0.5],
    ['1.5', 1.5],
    ['4Gi', 4 * 2 ** 30],
    ['128974848', 128974848],
    ['1e3', 1000],
    ['129M', 129e6],
  ] as const)
    it(`read ${text}`, () => {
      assert.equal(quantity(text), value);
    });

  it('are no other texts', () => {
    for (const text of ['', 'Gi', '2 Gi', '2X']) assert.ok(Number.isNaN(quantity(text)), text);
  });
});

describe('the reason why a pod waits for one of many nodes', () => {
  it('tells of five of them', () => {
    const nodes = Array.from({ length: 7 }, (_, index) => node({ name: `n${index}`, requested: { [DEVICE]: 1 } }));
    const reason = pendingReason(pod(), nodes);
    assert.match(reason, /^node n0 has .*; node n4 has [^;]*; 2 more nodes are alike$/);
  });
});
