import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { federated, primaryRemote, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

type Service = Readonly<Record<string, unknown>>;

/** A service of the primary that a cluster outside its mesh uses in plaintext. */
function service(change: Service = {}): Service {
  return {
    namespace: 'shop',
    clusters: ['east'],
    ports: { http: { port: 80, targetPort: 8080 } },
    selector: { app: 'web' },
    ...change,
    reach: { from: ['lone'], by: { loadBalancer: {} }, acceptPlaintext: true, ...(change['reach'] as object) },
  };
}

const ADMIN = { ports: { http: { port: 80, targetPort: 9090 } } };

/** Paths of the problems of services of a primary and its remote. */
function pathsWith(services: Readonly<Record<string, Service>>): string[] {
  const raw = primaryRemote();
  raw.networks['lan'] = {};
  for (const name of ['lone', 'far']) raw.clusters[name] = { role: 'standalone', network: 'lan' };
  return ruleProblems(topologyOf({ ...raw, services }), SERVERS).map(({ path }) => path);
}

describe('rules of services that take plaintext', () => {
  it('refuse a port that is known by name alone', () => {
    const named = { ports: { http: { port: 80, targetPort: 'http' } } };
    assert.deepEqual(pathsWith({ orders: service(named) }), ['meshwork:services.orders.ports.http.targetPort']);
    assert.deepEqual(pathsWith({ orders: service({ ...named, reach: { acceptPlaintext: false } }) }), []);
  });

  it('refuse one that no mesh has: its pods take plaintext anyway', () => {
    const consumed = { reach: { from: ['west'] } };
    assert.deepEqual(pathsWith({ orders: service({ ...consumed, clusters: ['lone'] }) }), [
      'meshwork:services.orders.reach.acceptPlaintext',
    ]);
    const other = { reach: { from: ['far'] } };
    assert.deepEqual(pathsWith({ orders: service({ ...other, clusters: ['lone', 'east'] }) }), []);
  });

  it('refuse pods of istio-system, for which Istio follows no policy of their own', () => {
    const system = { namespace: 'istio-system' };
    assert.deepEqual(pathsWith({ kiali: service(system) }), ['meshwork:services.kiali.reach.acceptPlaintext']);
    assert.deepEqual(pathsWith({ kiali: service({ ...system, reach: { acceptPlaintext: false } }) }), []);
  });

  const clash = ['admin', 'web'].map((key) => `meshwork:services.${key}.reach.acceptPlaintext`);
  for (const [what, change] of [
    ['the same pods', {}],
    ['some of the pods', { selector: { app: 'web', tier: 'front' } }],
    ['pods of another cluster with the same istiod', { clusters: ['west'] }],
  ] as const)
    it(`refuse other ports of ${what}, on both: Istio follows one policy for a pod`, () => {
      assert.deepEqual(pathsWith({ admin: service({ ...ADMIN, ...change }), web: service() }), clash);
    });

  for (const [what, change] of [
    ['other pods', { selector: { app: 'admin' } }],
    ['pods of another namespace', { namespace: 'back' }],
    ['no port', { reach: { acceptPlaintext: false } }],
  ] as const)
    it(`take two services where the second opens ${what}`, () => {
      assert.deepEqual(pathsWith({ admin: service({ ...ADMIN, ...change }), web: service() }), []);
    });

  it('take two services that open the same ports of the same pods: their policies are one', () => {
    assert.deepEqual(pathsWith({ admin: service(), web: service() }), []);
  });

  it('take two services of clusters whose istiods read no policy of the other', () => {
    const raw = federated();
    raw.clusters['lone'] = { role: 'standalone', network: 'shared' };
    const services = { orders: service(), web: service({ ...ADMIN, clusters: ['west'] }) };
    assert.deepEqual(ruleProblems(topologyOf({ ...raw, services, federations: {} }), {}), []);
  });
});
