import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { noMesh, primaryRemote, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

function pathsOf(raw: unknown): string[] {
  return ruleProblems(topologyOf(raw), SERVERS)
    .map(({ path }) => path)
    .sort();
}

describe('rules of services', () => {
  it('have nothing against a service that one standalone cluster opens to another', () => {
    assert.deepEqual(pathsOf(noMesh()), []);
  });

  const changed: readonly (readonly [string, (service: Record<string, unknown>) => object, string[]])[] = [
    ['a cluster that is not there', (service) => ({ ...service, clusters: ['eats'] }), ['clusters.0']],
    [
      'a consumer that is not there',
      (service) => ({ ...service, reach: { ...reachOf(service), from: ['wets'] } }),
      ['reach.from.0'],
    ],
    [
      'a consumer that runs the service',
      (service) => ({ ...service, reach: { ...reachOf(service), from: ['east'] } }),
      ['reach.from.0'],
    ],
    ['one without the labels of its pods', (service) => ({ ...service, selector: undefined }), ['selector']],
    [
      'an Ingress for something that is not HTTP',
      (service) => ({
        ...service,
        ports: { data: { port: 5432, appProtocol: 'tcp' } },
        reach: { from: ['west'], by: { ingress: { class: 'contour' } } },
      }),
      ['reach.by.ingress'],
    ],
  ];
  for (const [what, change, paths] of changed) {
    it(`refuse ${what}`, () => {
      const raw = noMesh();
      raw.services['orders'] = change(raw.services['orders'] ?? {}) as Record<string, unknown>;
      assert.deepEqual(
        pathsOf(raw),
        paths.map((path) => `meshwork:services.orders.${path}`),
      );
    });
  }

  it('refuse a consumer within the mesh of the service', () => {
    const raw = { ...primaryRemote(), services: noMesh().services };
    assert.deepEqual(pathsOf(raw), ['meshwork:services.orders.reach.from.0']);
  });
});

describe('rules of ingress gateways', () => {
  function withGateway(gateway: object, name = 'public'): unknown {
    const ports = {
      http: { port: 80 },
      rpc: { port: 81, appProtocol: 'grpc' },
      data: { port: 82, appProtocol: 'tls' },
    };
    const orders = { namespace: 'shop', clusters: ['west'], ports };
    return { ...primaryRemote(), services: { orders }, ingressGateways: { [name]: gateway } };
  }
  const route = (more: object) => ({
    routes: { shop: { hosts: ['shop.example'], service: 'orders', port: 'http', ...more } },
  });

  it('have nothing against one that leads to a service of its mesh', () => {
    assert.deepEqual(pathsOf(withGateway({ cluster: 'east', ...route({}) })), []);
    assert.deepEqual(pathsOf(withGateway({ cluster: 'east', ...route({ port: 'rpc' }) })), []);
  });

  it('refuse a host in two routes of one gateway, on both', () => {
    const one = { service: 'orders', port: 'http' };
    const routes = {
      shop: { hosts: ['a.example', 'shop.example'], ...one },
      store: { hosts: ['shop.example'], ...one },
    };
    assert.deepEqual(pathsOf(withGateway({ cluster: 'east', routes })), [
      'meshwork:ingressGateways.public.routes.shop.hosts.1',
      'meshwork:ingressGateways.public.routes.store.hosts.0',
    ]);
  });

  it('refuse a name with which the chart’s release would be too long for Helm', () => {
    const longest = 'g'.repeat(39);
    assert.deepEqual(pathsOf(withGateway({ cluster: 'east' }, longest)), []);
    assert.deepEqual(pathsOf(withGateway({ cluster: 'east' }, `${longest}g`)), [
      `meshwork:ingressGateways.${longest}g`,
    ]);
  });

  for (const [what, gateway, path] of [
    ['a cluster that is not there', { cluster: 'eats' }, 'cluster'],
    [
      'a service that the mesh does not have',
      { cluster: 'east', ...route({ service: 'order' }) },
      'routes.shop.service',
    ],
    ['a port that the service does not have', { cluster: 'east', ...route({ port: 'htp' }) }, 'routes.shop.port'],
    ['no port where there are two', { cluster: 'east', ...route({ port: undefined }) }, 'routes.shop.port'],
    ['a port on which no HTTP is spoken', { cluster: 'east', ...route({ port: 'data' }) }, 'routes.shop.port'],
  ] as const) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(pathsOf(withGateway(gateway)), [`meshwork:ingressGateways.public.${path}`]);
    });
  }
});

function reachOf(service: Record<string, unknown>): object {
  return service['reach'] as object;
}
