import { strict as assert } from 'node:assert';
import { includes, nameIn } from '../../../../model/plan/gateway-hosts';
import { ingressGatewaysOf, plan } from '../../../../model/plan/plan';
import { topologyOf } from '../specimen';
import { SERVER, withFront } from '../rules/ingress-gateways';

function planned(front: object) {
  const [gateway] = ingressGatewaysOf(plan(topologyOf(withFront(front))));
  assert.ok(gateway);
  return gateway;
}

const route = (hosts: string[], paths?: string[]) => ({ hosts, service: 'orders', ...(paths ? { paths } : {}) });

describe('routes of an ingress gateway by host', () => {
  const virtualHosts = (routes: object) =>
    planned({ routes }).virtualHosts.map(({ hosts, name, rules }) => [
      name,
      hosts,
      rules.map(({ paths, route: { name: to } }) => [to, paths]),
    ]);

  it('stay one for each route, as long as no two share a host', () => {
    assert.deepEqual(virtualHosts({ b: route(['b.example', 'c.example']), a: route(['a.example'], ['/x']) }), [
      ['a', ['a.example'], [['a', ['/x']]]],
      ['b', ['b.example', 'c.example'], [['b', undefined]]],
    ]);
  });

  it('are one for all routes of a host, whatever the order in the config, with the longest path first', () => {
    const expected = [
      [
        'admin.orders.rest',
        ['shop.example'],
        [
          ['admin', ['/orders/admin']],
          ['orders', ['/basket', '/orders']],
          ['admin', ['/ops']],
          ['rest', undefined],
        ],
      ],
      ['rest', ['www.example'], [['rest', undefined]]],
    ];
    const routes = {
      rest: route(['shop.example', 'www.example']),
      orders: route(['shop.example'], ['/orders', '/basket']),
      admin: route(['shop.example'], ['/ops', '/orders/admin']),
    };
    assert.deepEqual(virtualHosts(routes), expected);
    assert.deepEqual(virtualHosts(Object.fromEntries(Object.entries(routes).reverse())), expected);
  });
});

describe('hosts of an ingress gateway', () => {
  it('include each other by whole labels', () => {
    for (const [wide, narrow, expected] of [
      ['*.example', 'a.example', true],
      ['*.example', 'a.b.example', true],
      ['*.example', '*.b.example', true],
      ['*.example', 'example', false],
      ['*.example', 'anexample', false],
      ['*.b.example', '*.example', false],
      ['*', '*.example', true],
      ['*.example', '*', false],
      ['a.example', 'a.example', true],
      ['a.example', 'b.a.example', false],
    ] as const)
      assert.equal(includes(wide, narrow), expected, `${wide} ${narrow}`);
  });

  it('stand for names that verify can ask for', () => {
    assert.deepEqual(
      ['*', '*.shop.example', 'shop.example'].map((host) => nameIn(host, 'probe')),
      ['probe.example', 'probe.shop.example', 'shop.example'],
    );
  });

  it('are served by HTTP unless an HTTPS server has them, and does not say otherwise', () => {
    const https = (http: string) => ({ shop: { ...SERVER, hosts: ['shop.example', '*.shop.example'], http } });
    const routes = { all: route(['a.shop.example', 'shop.example', 'other.example']) };
    assert.deepEqual(planned({ routes }).plainHosts, ['a.shop.example', 'shop.example', 'other.example']);
    for (const http of ['redirect', 'refuse'])
      assert.deepEqual(planned({ routes, https: https(http) }).plainHosts, ['other.example']);
    assert.deepEqual(planned({ routes, https: https('serve') }).plainHosts, planned({ routes }).plainHosts);
  });
});
