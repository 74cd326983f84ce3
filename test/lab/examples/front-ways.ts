import { strict as assert } from 'node:assert';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { applyObjects } from '../apply';
import { requestByProxy } from '../lab/proxy-request';
import { requestOverTls, type TlsRequest, type TlsResponse } from '../lab/tls-request';
import { askNetexec, netexecPod } from '../netexec-pod';
import type { Stack } from '../stack';
import { certificateFile, fingerprint, pem, tlsSecret } from './front-certificates';

const LONGEST_WAIT = 180_000;
const AUTHORITY = certificateFile('authority.pem');
const CLIENT = { certificate: certificateFile('client.pem'), key: certificateFile('client.key') };
const NODE_PORT = 30_080;
const OUTSIDE = 'outside';

/** The Secret of a server that the stack does not make. */
export const OWN_SECRET = 'modern-tls';

/** Gateways beside that of the example, each with another way to it. */
export const OTHER_GATEWAYS = {
  edge: {
    ...{ cluster: 'east', service: 'nodePort', nodePorts: { http: NODE_PORT }, proxyProtocol: true },
    routes: { orders: { hosts: ['edge.example'], service: 'orders' } },
  },
  inner: {
    ...{ cluster: 'east', service: 'clusterIP' },
    routes: { orders: { hosts: ['istio-ingress-inner.istio-system'], service: 'orders' } },
  },
};

/** Servers of the gateway on ports other than 443, one of which two share. */
export const OTHER_PORTS = {
  https: { alt: { port: 8443, hosts: ['alt.shop.example'], certificate: { given: pem('shop.pem') } } },
  ports: {
    echo: {
      ...{ port: 8883, hosts: ['echo.shop.example'], service: 'echo' },
      ...{ certificate: { given: pem('shop.pem') }, clients: { authority: pem('authority.pem') } },
    },
    sealed: { port: 8883, hosts: ['vault.shop.example'], service: 'vault' },
  },
  routes: { alt: { hosts: ['alt.shop.example'], service: 'orders' } },
};

/** The services behind those, as config has them. */
export const OTHER_SERVICES = {
  echo: { namespace: 'shop', clusters: ['east'], ports: { tcp: { port: 81, appProtocol: 'tcp' } } },
  mirror: { namespace: 'shop', clusters: ['east'], ports: { http: { port: 80 } } },
};

/** Adds to a stack that is up a server with the Secret of somebody else, and shares of the requests for another service. */
export function addLater(gateways: Record<string, unknown>): object {
  const { front, inner } = gateways as Record<string, { https: object; routes: { orders: object } }>;
  assert.ok(front && inner);
  const hosts = ['modern.shop.example'];
  return {
    ...gateways,
    front: {
      ...front,
      https: { ...front.https, modern: { hosts, certificate: { secret: OWN_SECRET }, minVersion: '1.3' } },
      routes: { ...front.routes, modern: { hosts, service: 'orders' } },
    },
    inner: { ...inner, routes: { orders: { ...inner.routes.orders, split: { mirror: { weight: 50 } } } } },
  };
}

/** Tests of the further ways into a mesh, once {@link addLater} is deployed. */
export function showsOtherWays(lab: () => Lab, stack: () => Stack): void {
  let address: string;

  function until(
    request: Omit<TlsRequest, 'address' | 'authority' | 'path'>,
    right: (response: TlsResponse) => boolean,
  ): Promise<TlsResponse> {
    return eventually(() => ask(request), right, AbortSignal.timeout(LONGEST_WAIT));
  }

  function ask(request: Omit<TlsRequest, 'address' | 'authority' | 'path'>): Promise<TlsResponse> {
    return requestOverTls(lab(), 'west', { address, authority: AUTHORITY, path: '/hostname', ...request });
  }

  const from = (deployment: string) => (response: TlsResponse) => response.body.startsWith(`${deployment}-`);

  it('answers over HTTPS on a port of its own', async () => {
    const { ingressGateways } = (await stack().outputs()) as unknown as MeshworkOutputs;
    const { addresses, ports } = ingressGateways['front'] ?? assert.fail();
    address = addresses[0] ?? '';
    assert.deepEqual(ports, { http: 80, https: 443, raw: 5432, 'tls-8443': 8443, 'tls-8883': 8883 });
    const answer = await until({ host: 'alt.shop.example', port: 8443 }, from('orders'));
    assert.deepEqual([answer.status, answer.fingerprint], [200, fingerprint('shop.pem')], answer.body);
    assert.equal((await ask({ host: 'alt.shop.example' })).status, 0);
  });

  it('ends TLS on a port for a service that speaks TCP, for clients with a certificate, and passes it on there for another host', async () => {
    const answer = await until({ host: 'echo.shop.example', port: 8883, client: CLIENT }, from('orders'));
    assert.deepEqual([answer.status, answer.fingerprint], [200, fingerprint('shop.pem')], answer.body);
    const refused = await ask({ host: 'echo.shop.example', port: 8883 });
    assert.deepEqual([refused.status, /CERTIFICATE_REQUIRED|ECONNRESET/i.test(refused.body)], [0, true], refused.body);
    assert.match((await until({ host: 'vault.shop.example', port: 8883 }, from('vault'))).body, /^vault-/);
    assert.equal((await ask({ host: 'shop.example', port: 8883 })).status, 0);
  });

  it('serves the certificate of a Secret that is there, and the new one when somebody changes it', async () => {
    for (const certificate of ['shop.pem', 'renewed.pem']) {
      await applyObjects(lab(), 'east', [tlsSecret('istio-system', OWN_SECRET, certificate)]);
      const served = ({ fingerprint: found, status }: TlsResponse) =>
        status === 200 && found === fingerprint(certificate);
      const answer = await until({ host: 'modern.shop.example' }, served);
      assert.ok(served(answer), JSON.stringify(answer));
    }
  });

  it('refuses a client with TLS 1.2 where config wants 1.3, and lets it in elsewhere', async () => {
    const refused = await ask({ host: 'modern.shop.example', maxVersion: 'TLSv1.2' });
    assert.deepEqual([refused.status, /PROTOCOL_VERSION/i.test(refused.body)], [0, true], refused.body);
    assert.equal((await ask({ host: 'alt.shop.example', port: 8443, maxVersion: 'TLSv1.2' })).status, 200);
  });

  it('takes the address of a client by the PROXY protocol at a port of the node, and closes connections without', async () => {
    const { nodeAddress } = (await lab().clusters()).get('east') ?? assert.fail();
    const request = { address: nodeAddress, port: NODE_PORT, host: 'edge.example', path: '/header' };
    const answer = await eventually(
      () => requestByProxy(lab(), 'west', { ...request, client: '203.0.113.7' }),
      (text) => text.startsWith('HTTP/1.1 200'),
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.match(answer, /"X-Forwarded-For":\["203\.0\.113\.7"\]/);
    assert.equal(await requestByProxy(lab(), 'west', request), '');
    const { ingressGateways } = (await stack().outputs()) as unknown as MeshworkOutputs;
    assert.deepEqual(ingressGateways['edge']?.ports, { http: NODE_PORT });
  });

  it('answers a pod at an address inside the cluster, and gives each service its share', async () => {
    await applyObjects(lab(), 'east', [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: OUTSIDE } },
      ...(await netexecPod(lab(), { name: 'caller', namespace: OUTSIDE })),
    ]);
    await lab().kubectl('east', '-n', OUTSIDE, 'wait', 'pod/caller', '--for=condition=Ready', '--timeout=300s');
    const query = 'host=istio-ingress-inner.istio-system&port=80&protocol=http&request=hostname&tries=40';
    const both = (pods: readonly string[]) => pods.includes('orders') && pods.includes('catalog');
    const seen = await eventually(
      async () => {
        const { body } = await askNetexec(
          lab(),
          { cluster: 'east', namespace: OUTSIDE, pod: 'caller' },
          `/dial?${query}`,
        );
        const { responses = [] } = JSON.parse(body) as { responses?: string[] };
        return responses.map((pod) => pod.split('-')[0] ?? '');
      },
      both,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.ok(both(seen), seen.join());
    await lab().kubectl('east', 'delete', 'namespace', OUTSIDE, '--wait=false');
  });
}

/** Services of Kubernetes for those of config, before pods of the example. */
export const OTHER_OBJECTS = [
  {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'echo', namespace: 'shop' } },
    spec: { selector: { app: 'orders' }, ports: [{ name: 'tcp', port: 81, targetPort: 8080, appProtocol: 'tcp' }] },
  },
  {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'mirror', namespace: 'shop' } },
    spec: { selector: { app: 'catalog' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  },
];
