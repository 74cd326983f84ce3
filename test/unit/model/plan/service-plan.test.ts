import { strict as assert } from 'node:assert';
import { plan } from '../../../../model/plan/plan';
import { noMesh, primaryRemote, topologyOf } from '../specimen';

function serviceOf(raw: unknown) {
  const [service] = plan(topologyOf(raw)).services;
  assert.ok(service);
  return service;
}

describe('plan of a service', () => {
  it('opens it where it runs and names those that use it', () => {
    const { clusters, crossCluster, ports } = serviceOf(noMesh());
    assert.deepEqual(ports, [{ name: 'http', port: 80, targetPort: 8080, appProtocol: 'http' }]);
    assert.deepEqual([clusters, crossCluster?.consumers], [['east'], ['west']]);
    assert.deepEqual(crossCluster?.plaintextIn, []);
  });

  it('has an Ingress answer every name by which a pod may call it', () => {
    const raw = noMesh();
    raw.services['orders'] = {
      ...raw.services['orders'],
      reach: { from: ['west'], by: { ingress: { class: 'contour' } } },
    };
    assert.deepEqual(serviceOf(raw).crossCluster?.by, {
      kind: 'ingress',
      ingressClass: 'contour',
      annotations: {},
      hosts: ['orders', 'orders.shop', 'orders.shop.svc', 'orders.shop.svc.cluster.local'],
    });
  });

  it('tells the istiod that serves the provider that its pods take plaintext', () => {
    const raw = primaryRemote();
    raw.clusters['apart'] = { role: 'standalone', network: 'net-east' };
    const orders = { ...noMesh().services['orders'], clusters: ['west'] };
    const reach = { from: ['apart'], by: { loadBalancer: {} }, acceptPlaintext: true };
    const service = serviceOf({ ...raw, services: { orders: { ...orders, reach } } });
    assert.deepEqual(service.crossCluster?.plaintextIn, ['east']);
  });

  for (const [dns, stubs] of [
    ['stubs', ['west']],
    ['capture', []],
  ] as const) {
    it(`has ${stubs.length} stubs where names resolve by ${dns}`, () => {
      const raw = primaryRemote();
      raw.meshes['blue'] = { dns };
      raw.clusters['apart'] = { role: 'standalone', network: 'net-east' };
      const orders = { namespace: 'shop', clusters: ['east'], ports: { http: { port: 80 } } };
      assert.deepEqual(serviceOf({ ...raw, services: { orders } }).stubs, stubs);
    });
  }
});
