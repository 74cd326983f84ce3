import { strict as assert } from 'node:assert';
import { certificatesIn } from '../../model/certificates/pem';
import { pem, withFront } from '../unit/model/rules/ingress-gateways';
import { deployMocked, type MockDeployment } from './deployment';
import { isSecret, revealed } from './recording';

const AUTHORITY = pem('authority.pem');
const [SHOP, KEY] = [pem('shop.pem'), pem('shop.key')];

/** A gateway in a remote, with a server for each kind of certificate. */
function withServers() {
  return withFront(
    {
      cluster: 'west',
      https: {
        shop: {
          hosts: ['shop.example', '*.shop.example'],
          certificate: { given: SHOP },
          clients: { authority: AUTHORITY },
        },
        there: { hosts: ['there.example'], certificate: { secret: 'there-tls' }, clients: { authority: AUTHORITY } },
        tried: {
          hosts: ['tried.example'],
          certificate: { generate: { validityDays: 10, renewBeforeDays: 5 } },
          minVersion: '1.3',
          http: 'serve',
        },
      },
      routes: {
        shop: {
          hosts: ['shop.example', 'tried.example'],
          service: 'orders',
          split: { stock: { weight: 10, port: 'http' } },
        },
        orders: { hosts: ['shop.example'], paths: ['/orders', '/files/'], service: 'stock', port: 'http' },
      },
    },
    { certificateKeys: { front: { shop: KEY } } },
  );
}

describe('components of an ingress gateway that ends TLS', () => {
  let deployment: MockDeployment;

  before(async () => {
    deployment = await deployMocked(withServers());
  });

  function registered(name: string) {
    const registration = deployment.registrations.find(
      (candidate) => candidate.name === `front-ingress-gateway${name}`,
    );
    assert.ok(registration, `${name} was not registered`);
    return registration;
  }

  const specOf = (name: string) => registered(name).inputs['spec'] as Record<string, unknown>;

  it('open port 443 on a port that needs no rights, beside port 80', () => {
    const values = registered('-chart').inputs['values'] as {
      service: { ports: { port: number; targetPort: number }[] };
    };
    assert.deepEqual(
      values.service.ports.map(({ port, targetPort }) => [port, targetPort]),
      [
        [15021, 15021],
        [80, 8080],
        [443, 8443],
      ],
    );
  });

  it('have a server for each set of hosts, with the Secret by its name, and redirect by HTTP unless config says otherwise', () => {
    const redirect = { httpsRedirect: true };
    const tls = (mode: string, credentialName: string, version = 'TLSV1_2') => ({
      mode,
      credentialName,
      minProtocolVersion: version,
    });
    const https = (name: string) => ({ name: `https-${name}`, number: 443, protocol: 'HTTPS' });
    const http = (name: string) => ({ name, number: 80, protocol: 'HTTP' });
    const shop = ['shop.example', '*.shop.example'];
    assert.deepEqual(specOf('-gateway'), {
      selector: { istio: 'ingress-front' },
      servers: [
        { port: http('http'), hosts: ['tried.example'] },
        { port: http('http-shop'), hosts: shop, tls: redirect },
        { port: http('http-there'), hosts: ['there.example'], tls: redirect },
        { port: https('shop'), hosts: shop, tls: tls('MUTUAL', 'istio-ingress-front.shop') },
        { port: https('there'), hosts: ['there.example'], tls: tls('MUTUAL', 'there-tls') },
        { port: https('tried'), hosts: ['tried.example'], tls: tls('SIMPLE', 'istio-ingress-front.tried', 'TLSV1_3') },
      ],
    });
  });

  it('put Secrets into the cluster of the gateway, and routes where its istiod is', () => {
    for (const name of ['-secret.shop', '-clients.there', '-secret.tried'])
      assert.equal(registered(name).provider, 'west-provider');
    for (const name of ['-gateway', '-route.shop', '-route.orders.shop'])
      assert.equal(registered(name).provider, 'east-provider');
  });

  it('give Istio a given certificate with its key, which is secret, and the authority of clients', () => {
    const { inputs } = registered('-secret.shop');
    assert.deepEqual(inputs['metadata'], { name: 'istio-ingress-front.shop', namespace: 'istio-system' });
    assert.equal(inputs['type'], 'kubernetes.io/tls');
    const data = inputs['stringData'];
    assert.ok(isSecret(data) || isSecret((data as Record<string, unknown>)['tls.key']));
    const shown = revealed(data) as Record<string, unknown>;
    assert.deepEqual(
      { ...shown, 'tls.key': revealed(shown['tls.key']) },
      { 'tls.crt': SHOP, 'tls.key': KEY, 'ca.crt': AUTHORITY },
    );
  });

  it('hand a key to no other resource', () => {
    const text = JSON.stringify(
      deployment.registrations.filter(({ name }) => name !== 'front-ingress-gateway-secret.shop'),
    );
    assert.ok(!text.includes(KEY.split('\n')[1] ?? ''));
  });

  it('put the authority of clients beside a Secret that is there, which they leave alone', () => {
    const { inputs } = registered('-clients.there');
    assert.deepEqual(inputs['metadata'], { name: 'there-tls-cacert', namespace: 'istio-system' });
    assert.deepEqual(revealed(inputs['stringData']), { 'ca.crt': AUTHORITY });
    assert.ok(!deployment.registrations.some(({ name }) => name.endsWith('secret.there')));
  });

  it('make a certificate by an authority that is not the mesh’s, and renew it in time', () => {
    const { inputs } = registered('-certificate.tried');
    assert.deepEqual(
      [inputs['validityPeriodHours'], inputs['earlyRenewalHours'], inputs['allowedUses']],
      [240, 120, ['digital_signature', 'key_encipherment', 'server_auth']],
    );
    assert.equal(inputs['caCertPem'], 'root-pem\n');
    assert.deepEqual(registered('-request.tried').inputs['dnsNames'], ['tried.example']);
    assert.equal(registered('-authority-certificate').inputs['isCaCertificate'], true);
  });

  it('lead by the longest path first, to whole segments of it, and split requests', () => {
    const to = (host: string) => ({ destination: { host: `${host}.shop.svc.cluster.local`, port: { number: 80 } } });
    const split = {
      route: [
        { ...to('orders'), weight: 90 },
        { ...to('stock'), weight: 10 },
      ],
    };
    const gateways = ['istio-ingress-front'];
    assert.deepEqual(specOf('-route.orders.shop'), {
      hosts: ['shop.example'],
      gateways,
      http: [
        {
          match: [{ uri: { prefix: '/files/' } }, { uri: { exact: '/orders' } }, { uri: { prefix: '/orders/' } }],
          route: [to('stock')],
        },
        split,
      ],
    });
    assert.deepEqual(specOf('-route.shop'), { hosts: ['tried.example'], gateways, http: [split] });
  });

  it('say in the outputs by which ports it is reached, and what is known of its certificates', () => {
    const { certificates, ports } = deployment.outputs.ingressGateways['front'] ?? {};
    assert.deepEqual(ports, { http: 80, https: 443 });
    assert.deepEqual(certificates, {
      shop: { expiry: new Date(validTo(SHOP)).toISOString(), authority: null },
      there: { expiry: null, authority: null },
      tried: { expiry: '2028-01-01T00:00:00Z', authority: 'root-pem\n' },
    });
  });
});

/** The end of a certificate, as Node tells it. */
function validTo(text: string): string {
  return certificatesIn(text)?.[0]?.validTo ?? '';
}
