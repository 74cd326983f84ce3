import { strict as assert } from 'node:assert';
import type { Values } from '../../model/plan/values';
import { primaryRemote } from '../unit/model/specimen';
import { deployMocked } from './deployment';

/** The values with which the charts of a remote's gateways are made, in the order ingress, east-west. */
async function chartsWith(keys: object): Promise<Values[]> {
  const raw = primaryRemote();
  raw.networks['net-west'] = { gateway: keys };
  const written = { ...raw, ingressGateways: { public: { cluster: 'west', ...keys } } };
  const { registrations } = await deployMocked(written);
  return ['public-ingress-gateway-chart', 'west-east-west-gateway-chart'].map((name) => {
    const registration = registrations.find((candidate) => candidate.name === name) ?? assert.fail(name);
    return registration.inputs['values'] as Values;
  });
}

describe('components of gateways with a placement and a scaling', () => {
  it('hand both to the charts of gateways of either kind', async () => {
    const placement = { nodeSelector: { pool: 'edge' }, topologySpread: [{ topologyKey: 'kubernetes.io/hostname' }] };
    const scaling = { replicas: 2, podDisruptionBudget: { maxUnavailable: 1 } };
    const selectors = ['ingress-public', 'eastwestgateway'];
    for (const [index, values] of (await chartsWith({ placement, scaling })).entries()) {
      assert.deepEqual(values['nodeSelector'], { pool: 'edge' });
      assert.deepEqual(values['topologySpreadConstraints'], [
        {
          topologyKey: 'kubernetes.io/hostname',
          maxSkew: 1,
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { istio: selectors[index] } },
        },
      ]);
      assert.equal(values['replicaCount'], 2);
      assert.deepEqual(values['autoscaling'], { enabled: false });
      assert.deepEqual(values['podDisruptionBudget'], { maxUnavailable: 1 });
    }
  });

  it('leave the charts alone without them', async () => {
    for (const values of await chartsWith({}))
      for (const key of ['nodeSelector', 'tolerations', 'topologySpreadConstraints', 'replicaCount', 'autoscaling'])
        assert.equal(key in values, false, key);
  });
});
