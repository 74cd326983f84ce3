import { strict as assert } from 'node:assert';
import { parse } from '../../../../model/problems/parse';
import { noMesh } from '../specimen';

/** Paths and expectations of the problems with the shape of a configuration. */
function problemsOf(raw: unknown): (readonly [string, string])[] {
  return parse(raw).problems.map(({ expected, path }) => [path, expected] as const);
}

describe('lists in a configuration', () => {
  const { reach, ...orders } = noMesh().services['orders'] ?? {};
  const twice = (entry: string) => [entry, entry];
  const route = { hosts: twice('a.example'), service: 'orders' };

  for (const [path, change] of [
    ['services.orders.clusters', { services: { orders: { ...orders, clusters: twice('east') } } }],
    ['services.orders.serviceAccounts', { services: { orders: { ...orders, serviceAccounts: twice('orders') } } }],
    [
      'services.orders.reach.from',
      { services: { orders: { ...orders, reach: { ...(reach as object), from: twice('west') } } } },
    ],
    ['networks.lan.ranges', { networks: { lan: { ranges: twice('10.0.0.0/8') } } }],
    ['networks.lan.registries', { networks: { lan: { registries: twice('far') } } }],
    [
      'networks.lan.gateway.loadBalancer.sourceRanges',
      { networks: { lan: { gateway: { loadBalancer: { sourceRanges: twice('10.0.0.0/8') } } } } },
    ],
    [
      'ingressGateways.public.routes.shop.hosts',
      { ingressGateways: { public: { cluster: 'east', routes: { shop: route } } } },
    ],
  ] as const)
    it(`have each entry once: ${path}`, () => {
      assert.deepEqual(problemsOf({ ...noMesh(), ...change }), [[`meshwork:${path}`, 'each entry once']]);
    });
});
