import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { noMesh, topologyOf } from '../specimen';

/** Orders of one cluster or of two, in a network with IP addresses (lan) and in one with host names (cloud). */
function problemsWith({
  clusters,
  port = 80,
  reach = {},
}: {
  clusters: readonly string[];
  port?: number;
  reach?: object;
}) {
  const raw = noMesh();
  raw.networks = { lan: {}, cloud: { gateway: { address: 'hostname' } } };
  raw.clusters = {
    lan1: { role: 'standalone', network: 'lan' },
    lan2: { role: 'standalone', network: 'lan' },
    cloud1: { role: 'standalone', network: 'cloud' },
    cloud2: { role: 'standalone', network: 'cloud' },
    user: { role: 'standalone', network: 'lan' },
  };
  raw.services['orders'] = {
    ...raw.services['orders'],
    clusters,
    ports: { http: { port, targetPort: 8080 } },
    reach: { from: ['user'], by: { loadBalancer: {} }, ...reach },
  };
  return ruleProblems(topologyOf(raw), {});
}

describe('rules of the addresses at which services are reached', () => {
  it('have nothing against one kind of address', () => {
    assert.deepEqual(problemsWith({ clusters: ['lan1', 'lan2'] }), []);
    assert.deepEqual(problemsWith({ clusters: ['cloud1'] }), []);
    assert.deepEqual(problemsWith({ clusters: ['lan1'], reach: { address: 'hostname' } }), []);
    assert.deepEqual(problemsWith({ clusters: ['lan1', 'cloud1', 'cloud2'], reach: { address: 'ip' } }), []);
    assert.deepEqual(problemsWith({ clusters: ['cloud1'], port: 8080 }), []);
    assert.deepEqual(problemsWith({ clusters: ['lan1'], port: 8080, reach: { by: { ingress: { class: 'a' } } } }), []);
  });

  it('refuse both kinds for one service', () => {
    assert.deepEqual(problemsWith({ clusters: ['lan1', 'cloud1'] }), [
      {
        path: 'meshwork:services.orders.reach.address',
        found:
          'nothing, and clusters of both kinds (cloud1: hostname, as network cloud has it; lan1: ip, as network lan has it)',
        expected: 'one kind for all: a Service leads to IP addresses, or stands for one host name',
        fix: 'Set `address: ip` and ask for IP addresses everywhere, by class or annotations, or declare a service for each cluster.',
      },
    ]);
  });

  it('refuse several host names for one service', () => {
    assert.deepEqual(problemsWith({ clusters: ['cloud1', 'cloud2'] }), [
      {
        path: 'meshwork:services.orders.clusters',
        found: 'cloud1, cloud2, whose load balancers have host names',
        expected: 'one cluster: a Service stands for one host name',
        fix: 'Declare a service for each cluster, or ask for IP addresses by class or annotations and set `reach.address: ip`.',
      },
    ]);
  });

  it('refuse a port other than that of the Ingress that has the host name', () => {
    assert.deepEqual(problemsWith({ clusters: ['cloud1'], port: 8080, reach: { by: { ingress: { class: 'a' } } } }), [
      {
        path: 'meshwork:services.orders.ports.http.port',
        found: '8080, behind an Ingress with a host name',
        expected: '80, on which an Ingress answers: a Service that stands for a host name changes no ports',
      },
    ]);
  });
});
