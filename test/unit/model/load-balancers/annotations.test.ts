import { strict as assert } from 'node:assert';
import { loadBalancerAnnotations, loadBalancerScope } from '../../../../model/load-balancers/annotations';
import type { LoadBalanced, LoadBalancerSpec } from '../../../../model/schema/load-balancer';

const KINDS: readonly LoadBalanced[] = ['eastWestGateway', 'ingressGateway', 'service'];

function spec(written: Partial<LoadBalancerSpec>): LoadBalancerSpec {
  return { sourceRanges: [], annotations: {}, ...written };
}

describe('annotations of a load balancer', () => {
  it('have those of the user in place of those of a cloud', () => {
    for (const kind of KINDS)
      for (const internal of [true, false]) {
        const planned = loadBalancerAnnotations(spec({ internal }), { kind, ports: [80] });
        const own = Object.fromEntries(Object.keys(planned).map((key) => [key, 'mine']));
        assert.deepEqual(loadBalancerAnnotations(spec({ internal, annotations: own }), { kind, ports: [80] }), own);
      }
  });

  it('have one for each port that a cloud would probe otherwise', () => {
    const probes = Object.entries(loadBalancerAnnotations(spec({}), { kind: 'service', ports: [80, 5432] })).filter(
      ([key]) => key.includes('health-probe'),
    );
    assert.deepEqual(probes, [
      ['service.beta.kubernetes.io/port_5432_health-probe_protocol', 'tcp'],
      ['service.beta.kubernetes.io/port_80_health-probe_protocol', 'tcp'],
    ]);
  });

  it('let other clusters in from everywhere, and clients of an ingress gateway from the region', () => {
    const global = 'networking.gke.io/internal-load-balancer-allow-global-access';
    const allowed = KINDS.filter(
      (kind) => global in loadBalancerAnnotations(spec({ internal: true }), { kind, ports: [] }),
    );
    assert.deepEqual(allowed, ['eastWestGateway', 'service']);
    assert.ok(!(global in loadBalancerAnnotations(spec({ internal: false }), { kind: 'service', ports: [] })));
  });
});

describe('scope of a load balancer', () => {
  it('is what config says, or the default of its kind', () => {
    assert.deepEqual(
      KINDS.map((kind) => loadBalancerScope(spec({}), kind)),
      ['internal', 'public', 'internal'],
    );
    assert.equal(loadBalancerScope(spec({ internal: false }), 'service'), 'public');
  });

  it('has annotations by which the user tells a cloud otherwise, in any order', () => {
    const one = 'service.beta.kubernetes.io/aws-load-balancer-scheme';
    const other = 'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid';
    const expected = `public, ${one}: internal, ${other}: subnet-1`;
    assert.equal(
      loadBalancerScope(spec({ annotations: { [one]: 'internal', [other]: 'subnet-1' } }), 'ingressGateway'),
      expected,
    );
    assert.equal(
      loadBalancerScope(spec({ annotations: { [other]: 'subnet-1', [one]: 'internal' } }), 'ingressGateway'),
      expected,
    );
  });

  it('has neither annotations that say the same, nor those about other things', () => {
    const annotations = {
      'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
      'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout': '30',
    };
    assert.equal(loadBalancerScope(spec({ annotations }), 'service'), 'internal');
  });
});
