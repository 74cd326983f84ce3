import { strict as assert } from 'node:assert';
import { readConfiguration } from '../../../config/read';
import { ConfigurationError } from '../../../spec/problem';
import { federated, primaryRemote } from '../spec/specimen';

/** The paths of all problems of a configuration, those aside that say that there is no kubeconfig. */
function pathsOf(raw: Record<string, unknown>): string[] {
  try {
    readConfiguration(raw, { KUBECONFIG: '/nowhere/kubeconfig' });
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    const problems = error.problems.filter(({ found }) => !/^no file at|^nothing, and nothing at/.test(found));
    return problems.map(({ path }) => path.replace('meshwork:', '')).sort();
  }
  return [];
}

describe('a wrong shape', () => {
  it('is no reason to say that something does not exist that is named', () => {
    const s3 = primaryRemote();
    const s6 = federated();
    const { orders, stock } = s6.services;
    const wrong: Record<string, Record<string, unknown>> = {
      'networks.net-east': { ...s3, networks: { ...s3.networks, 'net-east': null } },
      'meshes.blue': { ...s3, meshes: { blue: 'blue.example' } },
      'meshes.blue.roots.first': { ...s3, meshes: { blue: { signer: 'first', roots: { first: null } } } },
      'clusters.east': { ...s3, clusters: { ...s3.clusters, east: null } },
      'services.orders': { ...s6, services: { orders: null, stock } },
      'services.orders.ports.http': { ...s6, services: { orders: { ...orders, ports: { http: null } }, stock } },
      'kubeconfigs.east': { ...s3, kubeconfigs: { east: null } },
    };
    for (const [path, raw] of Object.entries(wrong)) assert.deepEqual(pathsOf(raw), [path]);
  });

  it('is told once, not also as something that is missing', () => {
    const raw = primaryRemote();
    raw.networks['net-east'] = { gateway: { address: 'hostname', hostname: 'no host name' } };
    assert.deepEqual(pathsOf(raw), ['networks.net-east.gateway.hostname']);
  });

  it('hides nothing else', () => {
    const raw = primaryRemote();
    raw.networks['net-east'] = null;
    raw.networks['net-far'] = {};
    raw.clusters['west'] = { ...raw.clusters['west'], primary: 'eats' };
    assert.deepEqual(pathsOf(raw), ['clusters.west.primary', 'networks.net-east', 'networks.net-far']);
  });
});
