import { strict as assert } from 'node:assert';
import { eastWestGatewayOf } from '../../../../model/plan/cluster-plan';
import { ingressGatewaysOf, plan } from '../../../../model/plan/plan';
import type { Values } from '../../../../model/plan/values';
import { primaryRemote, topologyOf } from '../specimen';

/** The chart values of an ingress gateway and of the east-west gateway beside it, both with the same keys. */
function valuesWith(keys: object, stack: object = {}): readonly (readonly [selector: string, values: Values])[] {
  const raw = primaryRemote();
  raw.istio['values'] = { gateway: stack };
  raw.networks['net-east'] = { gateway: keys };
  const planned = plan(topologyOf({ ...raw, ingressGateways: { public: { cluster: 'east', ...keys } } }));
  const [ingress] = ingressGatewaysOf(planned);
  const east = planned.clusters.find(({ name }) => name === 'east');
  const eastWest = east === undefined ? undefined : eastWestGatewayOf(east);
  assert.ok(ingress && eastWest);
  return [
    ['ingress-public', ingress.values],
    ['eastwestgateway', eastWest.values],
  ];
}

describe('chart values by the keys of a gateway', () => {
  it('have its placement in the words of the chart, with its own pods in the spread', () => {
    const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } };
    const placement = {
      nodeSelector: { pool: 'edge' },
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      affinity,
      topologySpread: [{ topologyKey: 'topology.kubernetes.io/zone' }],
    };
    for (const [istio, values] of valuesWith({ placement }, { nodeSelector: { other: 'x' }, tolerations: [] })) {
      assert.deepEqual(values['nodeSelector'], { pool: 'edge' });
      assert.deepEqual(values['tolerations'], [{ key: 'dedicated', operator: 'Exists' }]);
      assert.deepEqual(values['affinity'], affinity);
      assert.deepEqual(values['topologySpreadConstraints'], [
        {
          topologyKey: 'topology.kubernetes.io/zone',
          maxSkew: 1,
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { istio } },
        },
      ]);
    }
  });

  it('turn the autoscaler off for replicas', () => {
    const scaling = { replicas: 3, podDisruptionBudget: { maxUnavailable: 1 } };
    for (const [, values] of valuesWith({ scaling }, { autoscaling: { maxReplicas: 9 } })) {
      assert.equal(values['replicaCount'], 3);
      assert.deepEqual(values['autoscaling'], { enabled: false, maxReplicas: 9 });
      assert.deepEqual(values['podDisruptionBudget'], { maxUnavailable: 1 });
    }
  });

  it('turn the autoscaler on for its key, and keep what the key does not say', () => {
    const stack = {
      replicaCount: 2,
      global: { replicaCount: 2 },
      autoscaling: { enabled: false, maxReplicas: 9, targetMemoryUtilizationPercentage: 70 },
    };
    for (const [, values] of valuesWith({ scaling: { autoscaling: { min: 2, targetCpu: 60 } } }, stack)) {
      assert.equal('replicaCount' in values, false);
      assert.deepEqual(values['global'], {});
      assert.deepEqual(values['autoscaling'], {
        enabled: true,
        minReplicas: 2,
        maxReplicas: 5,
        targetCPUUtilizationPercentage: 60,
        targetMemoryUtilizationPercentage: 70,
      });
    }
  });

  it('have nothing of placement and scaling without the keys', () => {
    for (const [, values] of valuesWith({}))
      for (const key of ['nodeSelector', 'tolerations', 'affinity', 'topologySpreadConstraints', 'replicaCount'])
        assert.equal(key in values, false, key);
  });
});
