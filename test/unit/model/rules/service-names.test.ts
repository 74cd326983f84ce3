import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { federated, noMesh, topologyOf } from '../specimen';

type Service = Readonly<Record<string, unknown>>;

const BY_INGRESS = { from: ['west'], by: { ingress: { class: 'contour' } } };

/** Paths of the problems below `meshwork:services`, with these services in two clusters without a mesh. */
function pathsWith(services: Readonly<Record<string, Service>>): string[] {
  return pathsOf({ ...noMesh(), services });
}

function pathsOf(raw: unknown): string[] {
  return ruleProblems(topologyOf(raw), {})
    .map(({ path }) => path.replace('meshwork:services.', ''))
    .sort();
}

function orders(change: object = {}): Service {
  return { ...noMesh().services['orders'], ...change };
}

describe('rules of names of services', () => {
  it('want a Service’s name to start with a letter, wherever it comes from', () => {
    assert.deepEqual(pathsWith({ '3scale': orders() }), ['3scale']);
    assert.deepEqual(pathsWith({ '3scale': orders({ service: 'scale' }) }), []);
    assert.deepEqual(pathsWith({ scale: orders({ service: '3scale' }) }), ['scale.service']);
  });

  it('want room for the name of the Service that opens one to other clusters', () => {
    const longest = 's'.repeat(49);
    assert.deepEqual(pathsWith({ [longest]: orders() }), []);
    assert.deepEqual(pathsWith({ [`${longest}s`]: orders() }), [`${longest}s`]);
    assert.deepEqual(pathsWith({ [`${longest}s`]: orders({ reach: undefined }) }), []);
  });

  it('refuse a Service that the program makes itself', () => {
    for (const name of ['istiod', 'istio-eastwestgateway']) {
      const own = orders({ namespace: 'istio-system', service: name });
      assert.deepEqual(pathsWith({ orders: own }), ['orders.service']);
      assert.deepEqual(pathsWith({ orders: { ...own, namespace: 'shop' } }), []);
    }
  });

  it('refuse one number by two names', () => {
    assert.deepEqual(pathsWith({ orders: orders({ ports: { http: { port: 80 }, admin: { port: 80 } } }) }), [
      'orders.ports',
    ]);
  });

  it('refuse a port of an Ingress that has a name too long for it', () => {
    const ports = { 'http-for-everybody': { port: 80 } };
    assert.deepEqual(pathsWith({ orders: orders({ ports, reach: BY_INGRESS }) }), ['orders.ports.http-for-everybody']);
    assert.deepEqual(pathsWith({ orders: orders({ ports }) }), []);
  });

  it('refuse two declarations of one Service in a cluster, on both', () => {
    const twin = orders({ service: 'orders' });
    assert.deepEqual(pathsWith({ orders: orders(), twin }), ['orders', 'twin']);
    assert.deepEqual(pathsWith({ orders: orders(), twin: { ...twin, clusters: ['west'], reach: undefined } }), [
      'orders',
      'twin',
    ]);
    assert.deepEqual(pathsWith({ orders: orders(), twin: { ...twin, namespace: 'other' } }), []);
  });

  it('refuse two declarations of one Service in a mesh, and take one for each mesh', () => {
    const raw = federated();
    raw.clusters['north'] = { mesh: 'green', network: 'shared', role: 'primary' };
    const shop = (cluster: string) => ({ namespace: 'shop', clusters: [cluster], ports: { http: { port: 80 } } });
    const declared = (one: string, other: string) => ({
      ...raw,
      services: { orders: shop(one), 'orders-too': { service: 'orders', ...shop(other) } },
      federations: {},
    });
    assert.deepEqual(pathsOf(declared('east', 'west')), []);
    assert.deepEqual(pathsOf(declared('north', 'west')), ['orders', 'orders-too']);
  });

  describe('of a Service and the one that opens another to other clusters', () => {
    const opening = (change: object) => pathsWith({ orders: orders(), 'orders-cross-cluster': orders(change) });

    it('refuse one for both where the other runs', () => {
      assert.deepEqual(opening({ reach: undefined }), ['orders-cross-cluster']);
    });

    it('refuse one for both where the other is used', () => {
      assert.deepEqual(opening({ clusters: ['west'], reach: { from: ['east'], by: { loadBalancer: {} } } }), [
        'orders-cross-cluster',
      ]);
    });

    it('refuse one for both in a mesh, where it would mean one service', () => {
      const raw = federated();
      raw.clusters['north'] = { mesh: 'blue', network: 'shared', role: 'primary' };
      const services = (cluster: string) => ({
        orders: orders(),
        other: orders({ service: 'orders-cross-cluster', clusters: [cluster], reach: undefined }),
      });
      assert.deepEqual(pathsOf({ ...raw, federations: {}, services: services('north') }), ['other.service']);
      assert.deepEqual(pathsOf({ ...raw, federations: {}, services: services('west') }), []);
    });

    it('take them apart from each other, and beside an Ingress', () => {
      assert.deepEqual(opening({ namespace: 'depot' }), []);
      assert.deepEqual(opening({ clusters: ['west'], reach: undefined }), []);
      const services = { orders: orders({ reach: BY_INGRESS }), 'orders-cross-cluster': orders({ reach: undefined }) };
      assert.deepEqual(pathsWith(services), []);
    });
  });

  it('refuse two Ingresses of one class in one cluster that share a host', () => {
    const ours = orders({ reach: BY_INGRESS });
    const theirs = (change: object) => ({ ...ours, service: 'orders', namespace: 'depot', ...change });
    assert.deepEqual(pathsWith({ orders: ours, theirs: theirs({}) }), [
      'orders.reach.by.ingress',
      'theirs.reach.by.ingress',
    ]);
    const otherClass = { reach: { from: ['west'], by: { ingress: { class: 'nginx' } } } };
    const otherCluster = { clusters: ['west'], reach: { ...BY_INGRESS, from: ['east'] } };
    for (const change of [{ service: 'orders-too' }, otherClass, otherCluster, { reach: undefined }])
      assert.deepEqual(pathsWith({ orders: ours, theirs: theirs(change) }), []);
  });
});
