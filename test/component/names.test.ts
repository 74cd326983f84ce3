import { strict as assert } from 'node:assert';
import { deployMocked } from './deployment';
import { namesTwice } from './names';

/** Keys that would make equal names if hyphens joined them, with each other or with a suffix. */
function hyphenated() {
  const primary = (mesh: string) => ({ mesh, network: 'lan', role: 'primary' });
  const service = (cluster: string, ...from: string[]) => ({
    namespace: 'shop',
    clusters: [cluster],
    ports: { http: { port: 80 } },
    selector: { app: 'shop' },
    serviceAccounts: ['shop'],
    ...(from.length === 0 ? {} : { reach: { from, by: { loadBalancer: {} } } }),
  });
  const ingress = { cluster: 'a', routes: routes('b-c', 'c', 'b-ingress-gateway-route-c') };
  return {
    istio: { version: '1.31.1' },
    meshes: {
      a: { roots: { root: {}, 'b-root': {}, 'b-intermediate': {} }, signer: 'root', trustDomain: 'a.example' },
      'a-b': { roots: { root: {} }, trustDomain: 'b.example' },
    },
    networks: { lan: {} },
    clusters: {
      a: primary('a'),
      'a-crds': primary('a'),
      'a-b': primary('a'),
      'b-c': primary('a'),
      c: primary('a'),
      'a-remote-secret-b': primary('a'),
      'b-remote-secret-c': primary('a'),
      'a-import-b': primary('a'),
      'b-for-d': { network: 'lan', role: 'standalone' },
      d: primary('a-b'),
    },
    services: {
      a: service('b-c', 'd', 'b-for-d'),
      'a-b': service('c', 'd'),
      'a-for-b': service('c', 'd'),
      'b-import-c': service('d'),
      c: service('d'),
    },
    ingressGateways: {
      a: ingress,
      'a-b': ingress,
      'a-ingress-gateway-route-b': ingress,
      'a-b-ingress-gateway': { ...ingress, kubernetesIngress: true, https: servers('a', 'b-c', 'certificate') },
    },
    federations: { ab: { meshes: ['a', 'a-b'], exports: { 'b-import-c': {}, c: {} } } },
  };
}

function servers(...names: string[]) {
  return Object.fromEntries(names.map((name) => [name, { hosts: [`${name}.example`], certificate: { generate: {} } }]));
}

function routes(...names: string[]) {
  return Object.fromEntries(names.map((name) => [name, { hosts: [`${name}.example`], service: 'a' }]));
}

describe('names of hyphenated keys', () => {
  it('are used once, in the stack and in each cluster', async () => {
    const { registrations } = await deployMocked(hyphenated());
    assert.deepEqual(namesTwice(registrations), []);
  });
});
