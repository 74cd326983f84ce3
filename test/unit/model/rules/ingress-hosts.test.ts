import { strict as assert } from 'node:assert';
import { pem, problemsOf, SERVER } from './ingress-gateways';

const route = (hosts: string[], more: object = {}) => ({ hosts, service: 'orders', ...more });
const server = (hosts: string[], more: object = {}) => ({ ...SERVER, hosts, ...more });

describe('rules of hosts of an ingress gateway', () => {
  it('take wildcards for whole labels, and a host in several routes with paths of their own', () => {
    const routes = {
      all: route(['shop.example', '*.shop.example', '*.example']),
      orders: route(['shop.example'], { paths: ['/orders', '/basket'] }),
    };
    assert.deepEqual(problemsOf({ routes: { ...routes, all: route(['shop.example', '*.shop.example']) } }), []);
    assert.deepEqual(problemsOf({ routes }), [
      'routes.all.hosts.0: "shop.example", which is in "*.example" of the same list; expected hosts that do not include each other',
      'routes.all.hosts.1: "*.shop.example", which is in "*.example" of the same list; expected hosts that do not include each other',
    ]);
  });

  for (const host of [
    'a.*.example',
    'a*.example',
    '*a.example',
    '**.example',
    '*.*.example',
    '*.',
    '10.0.0.1',
    'shop',
    '*.1',
  ])
    it(`refuse ${host}, which Istio would not match`, () => {
      const expected =
        'a host name such as orders.example.org, or *.example.org for every name below example.org, or * for every name: a wildcard stands for whole ' +
        'labels, and only at the beginning';
      assert.deepEqual(problemsOf({ https: { shop: server([host]) }, routes: { shop: route([host]) } }), [
        `https.shop.hosts.0: "${host}"; expected ${expected}`,
        `routes.shop.hosts.0: "${host}"; expected ${expected}`,
      ]);
    });

  it('refuse * beside others', () => {
    assert.deepEqual(problemsOf({ https: { shop: server(['*', 'shop.example']) } }), [
      'https.shop.hosts.1: "shop.example", which is in "*" of the same list; expected hosts that do not include each other',
    ]);
  });

  it('refuse a host and path in two routes, on both', () => {
    const paths = ['/orders'];
    assert.deepEqual(
      problemsOf({ routes: { one: route(['shop.example'], { paths }), two: route(['shop.example'], { paths }) } }),
      [
        'routes.one.paths.0: "/orders", which route two has as well for host "shop.example"; expected a path of one route',
        'routes.two.paths.0: "/orders", which route one has as well for host "shop.example"; expected a path of one route',
      ],
    );
    assert.deepEqual(problemsOf({ routes: { one: route(['shop.example']), two: route(['shop.example']) } }), [
      'routes.one.hosts.0: "shop.example", which route two has as well; expected a host of one route',
      'routes.two.hosts.0: "shop.example", which route one has as well; expected a host of one route',
    ]);
  });

  for (const path of ['orders', '', '/orders?id=7', '//', '/a b', '/orders#top'])
    it(`refuse the path "${path}"`, () => {
      assert.deepEqual(problemsOf({ routes: { shop: route(['shop.example'], { paths: [path] }) } }), [
        `routes.shop.paths.0: "${path}"; expected a path such as /orders, without a query`,
      ]);
    });

  it('refuse a host of two HTTPS servers, on both', () => {
    assert.deepEqual(
      problemsOf({ https: { one: server(['shop.example']), two: server(['*.a.example', 'shop.example']) } }),
      [
        'https.one.hosts.0: "shop.example", which https.two has as well; expected a host of one server',
        'https.two.hosts.1: "shop.example", which https.one has as well; expected a host of one server',
      ],
    );
  });

  it('refuse a host of an HTTPS server and of a way to a service that ends TLS, on both', () => {
    const passthrough = { vault: { hosts: ['shop.example'], service: 'vault' } };
    assert.deepEqual(problemsOf({ https: { vault: server(['shop.example']) }, passthrough }), [
      'https.vault.hosts.0: "shop.example", which passthrough.vault has as well; expected a host of one server',
      'passthrough.vault.hosts.0: "shop.example", which https.vault has as well; expected a host of one server',
    ]);
  });

  it('refuse a server that would let clients without a certificate in to a host of one that wants it', () => {
    const clients = { authority: pem('authority.pem') };
    const partners = server(['b2b.example'], { certificate: { secret: 'b2b-tls' }, clients });
    const all = (more: object = {}) => problemsOf({ https: { partners, all: server(['*.example'], more) } });
    const expected =
      'where clients need a certificate; expected the same `clients` here, or hosts that do not include those';
    for (const more of [{}, { port: 8443 }])
      assert.deepEqual(all(more), [
        `https.all.hosts.0: "*.example", which stands for "b2b.example" of https.partners, ${expected}`,
      ]);
    assert.deepEqual(all({ clients }), []);
    const again = server(['b2b.example'], { port: 8443 });
    assert.deepEqual(problemsOf({ https: { partners, again } }), [
      `https.again.hosts.0: "b2b.example", which stands for "b2b.example" of https.partners, ${expected}`,
    ]);
    const wide = server(['*.example'], { certificate: { secret: 'b2b-tls' }, clients });
    assert.deepEqual(problemsOf({ https: { partners: wide, one: server(['a.example']) } }), []);
  });

  it('refuse to keep a host off HTTP that the route of a wider one serves', () => {
    const routes = { all: route(['*.example']) };
    const https = (http: string, hosts = ['shop.example']) => ({ shop: server(hosts, { http }) });
    assert.deepEqual(problemsOf({ routes, https: https('refuse') }), [
      'https.shop.http: "refuse", and route all serves "*.example" by HTTP, which includes "shop.example"; expected "redirect", or an HTTPS server for ' +
        'the wider host as well',
    ]);
    assert.deepEqual(problemsOf({ routes, https: https('refuse', ['*.example']) }), []);
    assert.deepEqual(problemsOf({ routes, https: https('redirect') }), []);
  });

  it('have no redirect without an HTTPS server, by the shape of the config', () => {
    assert.deepEqual(problemsOf({ http: 'redirect', routes: { shop: route(['shop.example'], { redirect: true }) } }), [
      'http: the key "http", which is not known here; expected one of cluster, clusters, externalTrafficPolicy, https, kubernetesIngress, loadBalancer, nodePorts, passthrough, ' +
        'placement, pool, ports, proxyProtocol, routes, scaling, service, values',
      'routes.shop.redirect: the key "redirect", which is not known here; expected one of hosts, paths, port, service, split',
    ]);
  });

  it('refuse names of routes that do not fit into the name of their VirtualService', () => {
    const names = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(63));
    const routes = Object.fromEntries(names.map((name) => [name, route(['shop.example'], { paths: [`/${name}`] })]));
    assert.deepEqual(problemsOf({ routes }), [
      'routes: 4 routes for "shop.example", whose names have 275 characters together with that of the gateway; expected at most 253: they are one ' +
        'VirtualService',
    ]);
  });

  it('want shares that leave something for the service, of other services, on ports with HTTP', () => {
    const problems = (split: object) => problemsOf({ routes: { shop: route(['shop.example'], { split }) } });
    assert.deepEqual(problems({ stock: { weight: 99, port: 'http' } }), []);
    assert.deepEqual(problems({ stock: { weight: 60, port: 'sql' }, orders: { weight: 40 } }), [
      'routes.shop.split.orders: "orders", the service of the route itself; expected other services: it has the rest of the requests',
      'routes.shop.split.stock.port: port sql, on which tcp is spoken; expected a port with http, http2, grpc: requests are routed by their host',
      'routes.shop.split: 100 percent in all; expected at most 99: the rest is for orders',
    ]);
    assert.deepEqual(problems({ stock: { weight: 100, port: 'http' } }), [
      'routes.shop.split.stock.weight: 100; expected a number, at most 99',
    ]);
    assert.deepEqual(problems({ sotck: { weight: 1 } }), [
      'routes.shop.split.sotck.service: "sotck", which is no service of this configuration; expected one of orders, stock, vault',
    ]);
  });
});
