import { strict as assert } from 'node:assert';
import { ingressGatewaysOf, plan } from '../../../../model/plan/plan';
import { valueAt } from '../../../../model/plan/values';
import { primaryRemote, topologyOf } from '../specimen';
import { eastWestGatewayOf } from '../../../../model/plan/cluster-plan';

/** The plan of an ingress gateway beside the east-west gateway of one cluster. */
function planned(gateway: object = {}, change: (raw: ReturnType<typeof primaryRemote>) => void = () => undefined) {
  const raw = primaryRemote();
  change(raw);
  const planned = plan(topologyOf({ ...raw, ingressGateways: { public: { cluster: 'east', ...gateway } } }));
  const [ingress] = ingressGatewaysOf(planned);
  const east = planned.clusters.find(({ name }) => name === 'east');
  const eastWest = east === undefined ? undefined : eastWestGatewayOf(east);
  assert.ok(ingress && eastWest);
  return { ingress, eastWest };
}

describe('plan of an ingress gateway', () => {
  const schemeOf = (loadBalancer: object) =>
    valueAt(planned({ loadBalancer }).ingress.values, [
      'service',
      'annotations',
      'service.beta.kubernetes.io/aws-load-balancer-scheme',
    ]);

  it('asks for a load balancer that is open to the outside, unless config says otherwise', () => {
    assert.equal(schemeOf({}), 'internet-facing');
    assert.equal(schemeOf({ internal: false }), 'internet-facing');
    assert.equal(schemeOf({ internal: true }), 'internal');
    assert.deepEqual(planned({}).ingress.scope, 'public');
    assert.deepEqual(planned({ loadBalancer: { internal: true } }).ingress.scope, 'internal');
  });

  it('has the stack’s values for gateways and its own, and none of its cluster', () => {
    const { eastWest, ingress } = planned({ values: { autoscaling: { minReplicas: 3 } } }, (raw) => {
      raw.istio['values'] = { gateway: { autoscaling: { enabled: false, minReplicas: 2 } } };
      raw.clusters['east'] = {
        ...raw.clusters['east'],
        values: { gateway: { service: { loadBalancerIP: '192.0.2.50' } } },
      };
    });
    assert.deepEqual(ingress.values['autoscaling'], { enabled: false, minReplicas: 3 });
    assert.equal(valueAt(ingress.values, ['service', 'loadBalancerIP']), undefined);
    assert.deepEqual(eastWest.values['autoscaling'], { enabled: false, minReplicas: 2 });
    assert.equal(valueAt(eastWest.values, ['service', 'loadBalancerIP']), '192.0.2.50');
  });
});
