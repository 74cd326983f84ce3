import { strict as assert } from 'node:assert';
import { parse } from '../../../../model/problems/parse';
import { ruleProblems } from '../../../../model/rules/rules';
import { primaryRemote, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

interface Written {
  readonly ingress?: object;
  readonly eastWest?: object;
  /** Values of the gateway chart for the cluster east. */
  readonly cluster?: object;
  /** Values of the gateway chart for the whole stack. */
  readonly stack?: object;
}

function rawWith({ cluster = {}, eastWest = {}, ingress = {}, stack = {} }: Written) {
  const raw = primaryRemote();
  raw.istio['values'] = { gateway: stack };
  raw.networks['net-east'] = { gateway: eastWest };
  raw.clusters['east'] = { ...raw.clusters['east'], values: { gateway: cluster } };
  return { ...raw, ingressGateways: { public: { cluster: 'east', ...ingress } } };
}

function problemsWith(written: Written) {
  return ruleProblems(topologyOf(rawWith(written)), SERVERS);
}

const BUDGET = { podDisruptionBudget: { minAvailable: 1 } };

describe('rules of keys for the scaling of gateways', () => {
  it('have nothing against replicas, an autoscaler or a budget for several pods, over values of the stack', () => {
    const stack = { replicaCount: 2, autoscaling: { enabled: false }, nodeSelector: { pool: 'any' } };
    for (const scaling of [
      { replicas: 3, ...BUDGET },
      { autoscaling: { min: 2 }, ...BUDGET },
      { autoscaling: {} },
      BUDGET,
      { replicas: 2, podDisruptionBudget: { maxUnavailable: '50%' } },
    ]) {
      const keys = { scaling, placement: { nodeSelector: { pool: 'edge' } } };
      assert.deepEqual(problemsWith({ ingress: keys, eastWest: keys, stack }), []);
    }
  });

  for (const [what, written, at] of [
    ['an ingress gateway', 'ingress', 'ingressGateways.public'],
    ['east-west gateways', 'eastWest', 'networks.net-east.gateway'],
  ] as const) {
    const problemsOf = (scaling: object) => problemsWith({ [written]: { scaling } });

    it(`refuse replicas beside an autoscaler for ${what}`, () => {
      assert.deepEqual(problemsOf({ replicas: 3, autoscaling: {} }), [
        {
          path: `meshwork:${at}.scaling`,
          found: 'replicas (3) beside autoscaling',
          expected: 'one of the two',
          fix: 'Each `pulumi up` would set the number back that the autoscaler had chosen.',
        },
      ]);
    });

    it(`refuse an autoscaler of ${what} whose fewest are more than its most`, () => {
      assert.deepEqual(problemsOf({ autoscaling: { min: 6 } }), [
        {
          path: `meshwork:${at}.scaling.autoscaling.min`,
          found: '6, and max is 5',
          expected: 'at most as many as max',
        },
      ]);
    });

    it(`refuse a budget for ${what} where it would be missing or would keep nodes from being drained`, () => {
      const path = `meshwork:${at}.scaling.podDisruptionBudget`;
      const single = {
        path,
        found: 'a budget for a gateway that may have one pod',
        expected: '`replicas` or `autoscaling.min` of 2 or more',
        fix: "Istio's chart makes no budget for a single pod, because its node could never be drained.",
      };
      assert.deepEqual(problemsOf(BUDGET), [single]);
      assert.deepEqual(problemsOf({ replicas: 1, ...BUDGET }), [single]);
      assert.deepEqual(problemsOf({ replicas: 2, podDisruptionBudget: { minAvailable: 2 } }), [
        {
          path: `${path}.minAvailable`,
          found: '2, and there may be 2 pods',
          expected: 'fewer than 2, or a node with such a pod could not be drained',
        },
      ]);
      assert.deepEqual(problemsOf({ replicas: 2, podDisruptionBudget: { maxUnavailable: 0 } }), [
        {
          path: `${path}.maxUnavailable`,
          found: '0',
          expected: 'a budget that leaves a pod to take, or a node with such a pod could not be drained',
        },
      ]);
    });
  }

  it('say once what is wrong with the keys of a network, however many clusters are in it', () => {
    const raw = rawWith({ eastWest: { scaling: { replicas: 3, autoscaling: {} } } });
    delete raw.networks['net-west'];
    raw.clusters['west'] = { ...raw.clusters['west'], network: 'net-east' };
    assert.deepEqual(
      ruleProblems(topologyOf(raw), SERVERS).map(({ path }) => path),
      ['meshwork:networks.net-east.gateway.scaling'],
    );
  });
});

describe('rules of values beside keys of a gateway', () => {
  const beside = (value: string, key: string) => ({
    path: `meshwork:${value}`,
    found: `a value beside meshwork:${key}, which decides the same`,
    expected: 'one of the two',
  });

  it('refuse a value of an ingress gateway that a key of it decides, however it is spelled', () => {
    const at = 'ingressGateways.public';
    assert.deepEqual(
      problemsWith({
        ingress: {
          placement: { nodeSelector: { pool: 'edge' }, tolerations: [] },
          scaling: { replicas: 2 },
          values: {
            nodeSelector: { other: 'x' },
            global: { tolerations: [] },
            autoscaling: { enabled: false },
            affinity: { nodeAffinity: { a: 1 } },
          },
        },
      }),
      [
        beside(`${at}.values.nodeSelector.other`, `${at}.placement.nodeSelector`),
        beside(`${at}.values.global.tolerations`, `${at}.placement.tolerations`),
        beside(`${at}.values.autoscaling.enabled`, `${at}.scaling.replicas`),
      ],
    );
  });

  it('refuse a value of a cluster that a key of its network decides, and leave the rest of the autoscaler to values', () => {
    assert.deepEqual(
      problemsWith({
        eastWest: { scaling: { autoscaling: {} } },
        cluster: { autoscaling: { maxReplicas: 9, targetMemoryUtilizationPercentage: 80 } },
      }),
      [beside('clusters.east.values.gateway.autoscaling.maxReplicas', 'networks.net-east.gateway.scaling.autoscaling')],
    );
  });
});

describe('the shape of keys for placement and scaling', () => {
  for (const [what, keys, below, expected] of [
    [
      'a toleration of everything by equality',
      { placement: { tolerations: [{}] } },
      'placement.tolerations.0',
      'a key, or `operator: Exists` for every taint',
    ],
    [
      'a value beside Exists',
      { placement: { tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] } },
      'placement.tolerations.0',
      'no value beside `operator: Exists`',
    ],
    [
      'seconds without NoExecute',
      { placement: { tolerations: [{ key: 'a', tolerationSeconds: 1 }] } },
      'placement.tolerations.0',
      '`effect: NoExecute` beside tolerationSeconds',
    ],
    [
      'a node selector that selects every node',
      { placement: { nodeSelector: {} } },
      'placement.nodeSelector',
      'at least one label',
    ],
    [
      'a budget of both kinds',
      { scaling: { podDisruptionBudget: { minAvailable: 1, maxUnavailable: 1 } } },
      'scaling.podDisruptionBudget',
      'exactly one of minAvailable and maxUnavailable',
    ],
    [
      'a budget of a text',
      { scaling: { podDisruptionBudget: { minAvailable: 'half' } } },
      'scaling.podDisruptionBudget.minAvailable',
      'a number of pods, or a share such as "50%"',
    ],
  ] as const)
    it(`refuses ${what}`, () => {
      for (const [written, at] of [
        ['ingress', 'ingressGateways.public'],
        ['eastWest', 'networks.net-east.gateway'],
      ] as const)
        assert.deepEqual(
          parse(rawWith({ [written]: keys })).problems.map((problem) => [problem.path, problem.expected]),
          [[`meshwork:${at}.${below}`, expected]],
        );
    });
});
