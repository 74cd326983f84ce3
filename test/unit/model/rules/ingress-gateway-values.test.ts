import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { primaryRemote, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

function problemsWith(values: object, ofStack: object = {}) {
  const raw = { ...primaryRemote(), ingressGateways: { public: { cluster: 'east', values } } };
  raw.istio['values'] = { gateway: ofStack };
  return ruleProblems(topologyOf(raw), SERVERS);
}

describe('rules of values of gateways', () => {
  it('leave values of an ingress gateway to the user', () => {
    assert.deepEqual(problemsWith({ service: { loadBalancerIP: '192.0.2.50' }, nodeSelector: { pool: 'edge' } }), []);
  });

  it('refuse those that the plan owns, and say where an ingress gateway has them', () => {
    assert.deepEqual(
      problemsWith({ service: { annotations: { a: 'b' }, type: 'NodePort' } }).map(({ fix, path }) => [path, fix]),
      [
        [
          'meshwork:ingressGateways.public.values.service.annotations.a',
          'It is decided by meshwork:ingressGateways.<name>.loadBalancer.annotations.',
        ],
        [
          'meshwork:ingressGateways.public.values.service.type',
          'It is decided by meshwork:ingressGateways.<name>.service.',
        ],
      ],
    );
  });

  it('name both places for a value of the stack, which is for gateways of both kinds', () => {
    assert.deepEqual(
      problemsWith({}, { service: { loadBalancerClass: 'c' } }).map(({ fix }) => fix),
      [
        'It is decided by meshwork:networks.<name>.gateway.loadBalancer.class; for ingress gateways, it is decided by ' +
          'meshwork:ingressGateways.<name>.loadBalancer.class.',
      ],
    );
  });

  it('refuse replicas of an ingress gateway beside its autoscaler, wherever that is turned off', () => {
    const replicas = { replicaCount: 2 };
    assert.deepEqual(
      problemsWith(replicas).map(({ path }) => path),
      ['meshwork:ingressGateways.public.values.replicaCount'],
    );
    assert.deepEqual(problemsWith(replicas, { autoscaling: { enabled: false } }), []);
  });
});
