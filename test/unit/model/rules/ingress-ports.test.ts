import { strict as assert } from 'node:assert';
import { pem, problemsOf, SERVER } from './ingress-gateways';

const sql = (port: number, more: object = {}) => ({ port, service: 'stock', servicePort: 'sql', ...more });
const certificate = { secret: 'sql-tls' };
const ends = (hosts: string[], more: object = {}) => sql(5433, { hosts, certificate, ...more });
const passes = (port: number, hosts: string[]) => ({ port, hosts, service: 'vault' });
const at = (port: number, more: object = {}) => ({ ...SERVER, port, ...more });

describe('rules of the ports of an ingress gateway', () => {
  it('take TLS that ends on a port of the user, or is passed on, several by their hosts on one port', () => {
    const clients = { authority: pem('authority.pem') };
    assert.deepEqual(
      problemsOf({
        https: { shop: SERVER, alt: at(8443), admin: at(5433, { hosts: ['admin.example'] }) },
        ports: {
          raw: sql(5432),
          one: ends(['one.example'], { clients, minVersion: '1.3' }),
          two: ends(['*.two.example']),
          vault: passes(5433, ['vault.example']),
        },
      }),
      [],
    );
  });

  it('refuse ports and names that the gateway uses itself, and a port twice', () => {
    const used = (taken: string) =>
      `which the gateway uses itself; expected a port other than ${taken} and those from 15000 to 15099`;
    const names = 'expected a name other than http, https, http2, status-port and tls-<number>';
    assert.deepEqual(
      problemsOf({ ports: { sql: sql(443), https: sql(15021), other: sql(8080), 'tls-1': sql(8443) } }),
      [
        `ports.https.port: 15021, ${used('80, 443')}`,
        `ports.https: the name "https", which the gateway uses itself; ${names}`,
        `ports.sql.port: 443, ${used('80, 443')}`,
        `ports.tls-1: the name "tls-1", which the gateway uses itself; ${names}`,
      ],
    );
    assert.deepEqual(problemsOf({ https: { shop: at(80), alt: at(15_090, { hosts: ['a.example'] }) } }), [
      `https.alt.port: 15090, ${used('80')}`,
      `https.shop.port: 80, ${used('80')}`,
    ]);
    for (const [one, two] of [
      [22, 20_022],
      [8443, 28_443],
      [5432, 5432],
    ] as const)
      assert.deepEqual(problemsOf({ ports: { one: sql(one), two: sql(two) } }), [
        `ports.one.port: ${one}, where ports.two is as well; expected a port of its own`,
        `ports.two.port: ${two}, where ports.one is as well; expected a port of its own`,
      ]);
  });

  it('refuse bytes as they come on a port where servers are told apart by their hosts', () => {
    const expected = 'is as well; expected a port of its own';
    assert.deepEqual(problemsOf({ https: { shop: at(5432) }, ports: { raw: sql(5432) } }), [
      `https.shop.port: 5432, where ports.raw ${expected}`,
      `ports.raw.port: 5432, where https.shop ${expected}`,
    ]);
    assert.deepEqual(problemsOf({ ports: { raw: sql(5433), one: ends(['one.example']) } }), [
      `ports.one.port: 5433, where ports.raw ${expected}`,
      `ports.raw.port: 5433, where ports.one ${expected}`,
    ]);
  });

  it('refuse a host of two servers on one port, on both, and take it on two ports', () => {
    const shop = ['shop.example'];
    assert.deepEqual(problemsOf({ https: { shop: at(5433) }, ports: { one: ends(shop) } }), [
      'https.shop.hosts.0: "shop.example", which ports.one has as well; expected a host of one server',
      'ports.one.hosts.0: "shop.example", which https.shop has as well; expected a host of one server',
    ]);
    assert.deepEqual(problemsOf({ https: { shop: SERVER, alt: at(8443) }, ports: { one: ends(shop) } }), []);
  });

  it('refuse hosts that include each other, where the gateway ends TLS on one port for two services', () => {
    assert.deepEqual(problemsOf({ ports: { one: ends(['a.example']), all: ends(['*.example']) } }), [
      'ports.one.hosts.0: "a.example", which is in "*.example" of ports.all on the same port; expected hosts that do not include each other: Istio would ' +
        'lead both to one service',
    ]);
    assert.deepEqual(problemsOf({ ports: { one: ends(['a.example', '*.example']) } }), [
      'ports.one.hosts.0: "a.example", which is in "*.example" of the same list; expected hosts that do not include each other',
    ]);
    assert.deepEqual(
      problemsOf({ ports: { one: ends(['a.example']), all: sql(5434, { hosts: ['*.example'], certificate }) } }),
      [],
    );
  });

  it('want hosts for a certificate, and a certificate for what concerns TLS', () => {
    assert.deepEqual(problemsOf({ ports: { sql: sql(5432, { certificate }) } }), [
      'ports.sql.hosts: nothing, beside a certificate; expected the hosts that clients ask for in TLS: those of the certificate, or * for all',
    ]);
    const without =
      'without a certificate; expected nothing, or a certificate: without one the gateway ends no TLS on this port';
    const clients = { authority: pem('authority.pem') };
    assert.deepEqual(problemsOf({ ports: { sql: sql(5432, { clients, minVersion: '1.3' }) } }), [
      `ports.sql.clients: authorities of clients, ${without}`,
      `ports.sql.minVersion: "1.3", ${without}`,
    ]);
  });

  it('check certificates as those of HTTPS servers, and know them by names of their own', () => {
    const given = { given: pem('shop.pem') };
    const shop = (hosts: string[]) => ({ ports: { shop: sql(5433, { hosts, certificate: given }) } });
    const keys = { certificateKeys: { front: { shop: pem('shop.key') } } };
    assert.deepEqual(problemsOf(shop(['shop.example']), keys), []);
    assert.deepEqual(problemsOf(shop(['other.example']), keys), [
      'ports.shop.hosts.0: "other.example", for which the given certificate is not; expected names of the certificate: shop.example, *.shop.example',
    ]);
    assert.deepEqual(problemsOf(shop(['shop.example'])), [
      'certificateKeys.front.shop: nothing; expected the private key of the given certificate, in PEM and without a passphrase',
    ]);
    assert.deepEqual(problemsOf({ https: { one: SERVER }, ports: { one: ends(['one.example']) } }), [
      'ports.one: the name "one", which https.one has as well; expected a name of its own: the certificates of both are known by it',
    ]);
    const clients = { authority: pem('authority.pem') };
    assert.deepEqual(
      problemsOf({
        https: { shop: { ...SERVER, certificate, clients } },
        ports: { one: ends(['a.example'], { clients }) },
      }),
      [
        'https.shop.certificate.secret: "sql-tls", which front.ports.one names as well, with `clients`; expected a Secret of its own: Istio takes the ' +
          'authorities of clients from sql-tls-cacert',
        'ports.one.certificate.secret: "sql-tls", which front.https.shop names as well, with `clients`; expected a Secret of its own: Istio takes the ' +
          'authorities of clients from sql-tls-cacert',
      ],
    );
  });

  it('want services behind ports that speak what comes out', () => {
    const vault = { service: 'vault', servicePort: 'tls' };
    assert.deepEqual(
      problemsOf({
        ports: {
          ended: ends(['a.example'], vault),
          passed: { port: 5433, hosts: ['b.example'], service: 'stock', servicePort: 'sql' },
          raw: sql(5432, { servicePort: 'http' }),
        },
      }),
      [
        'ports.ended.servicePort: port tls, on which tls is spoken; expected a port with tcp: the gateway ends TLS, and passes on the bytes in it',
        'ports.passed.servicePort: port sql, on which tcp is spoken; expected a port with tls, https: the service ends the TLS that is passed on',
        'ports.raw.servicePort: port http, on which http is spoken; expected a port with tcp, tls, https: bytes are passed on as they come',
      ],
    );
  });

  it('want one answer by HTTP for a host, and no redirect to a port other than 443', () => {
    assert.deepEqual(problemsOf({ https: { shop: at(8443, { http: 'redirect' }) } }), [
      'https.shop.http: "redirect", of a server on port 8443; expected "serve" or "refuse": a redirect leads to port 443',
    ]);
    assert.deepEqual(problemsOf({ https: { shop: SERVER, alt: at(8443, { http: 'serve' }) } }), [
      'https.alt.http: "serve", and https.shop redirects requests by HTTP for shop.example; expected one answer by HTTP for a host',
    ]);
    const routes = { all: { hosts: ['*.example'], service: 'orders' } };
    assert.deepEqual(problemsOf({ routes, https: { alt: at(8443) } }), [
      'https.alt.http: "refuse", and route all serves "*.example" by HTTP, which includes "shop.example"; expected "redirect", or an HTTPS server for ' +
        'the wider host as well',
    ]);
    assert.deepEqual(problemsOf({ routes, https: { shop: SERVER, alt: at(8443) } }), []);
  });

  it('have ports of nodes for TLS by its number', () => {
    const nodePort = (name: string) =>
      problemsOf({
        ...{ service: 'nodePort', nodePorts: { [name]: 30_443 } },
        ...{ https: { alt: at(8443) }, ports: { one: ends(['one.example']) } },
      });
    assert.deepEqual(nodePort('tls-8443'), []);
    assert.deepEqual(nodePort('tls-5433'), []);
    assert.deepEqual(nodePort('one'), [
      'nodePorts.one: "one", which is no port of the gateway; expected one of http, tls-5433, tls-8443',
    ]);
  });
});
