import { strict as assert } from 'node:assert';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { applyObjects, deleteObjects } from '../apply';
import { requestFromNode, requestsFromNode } from '../lab/node-request';
import { requestByProxy } from '../lab/proxy-request';
import { requestOverTls, type TlsRequest, type TlsResponse } from '../lab/tls-request';
import type { Stack } from '../stack';
import { certificateFile, fingerprint, pem, tlsSecret } from './front-certificates';
import { removeHttpsObjects } from './front-https';
import { FURTHER_OBJECTS, FURTHER_SERVICES, NODE_PORT, OWN_SECRET, SHARE, withFurtherWays } from './front-ways-config';
import { reportWithoutDrift } from './system';

const LONGEST_WAIT = 180_000;
const AUTHORITY = certificateFile('authority.pem');
const CLIENT = { certificate: certificateFile('client.pem'), key: certificateFile('client.key') };

/** Of so many requests, the standard deviation of a share of a quarter is 8.7. */
const REQUESTS = 400;
/** Five times that: a right share is outside once in a million runs, and a half or nothing is never inside. */
const LEEWAY = 43;

/**
 * Tests of the further ways into a mesh through its ingress gateways, which come to the system of {@link showsHttps} while that is up: servers on
 * ports other than 443, the Secret of somebody else, TLS 1.3 alone, a node port with the PROXY protocol, and a gateway inside its cluster.
 */
export function showsFurtherWays(lab: () => Lab, stack: () => Stack): void {
  let address: string;

  /** A request to the load balancer of the gateway `front`. */
  function ask(request: Omit<TlsRequest, 'address' | 'authority' | 'path'>): Promise<TlsResponse> {
    return requestOverTls(lab(), 'west', { address, authority: AUTHORITY, path: '/hostname', ...request });
  }

  /** The same, repeated until its answer is as it should be. */
  async function until(
    request: Omit<TlsRequest, 'address' | 'authority' | 'path'>,
    right: (response: TlsResponse) => boolean,
  ): Promise<void> {
    const answer = await eventually(() => ask(request), right, AbortSignal.timeout(LONGEST_WAIT));
    assert.ok(right(answer), JSON.stringify(answer));
  }

  /** The answer is of a pod of this name or Deployment, and the certificate that of a file. */
  const servedBy =
    (deployment: string, certificate: string) =>
    ({ body, fingerprint: served, status }: TlsResponse) =>
      status === 200 && body.split('-')[0] === deployment && served === fingerprint(certificate);

  it('takes in further gateways and servers, and takes nothing away', async () => {
    // Envoy closes connections to a port that ends TLS while the service behind it is not there.
    await applyObjects(lab(), 'east', [...FURTHER_OBJECTS, tlsSecret('istio-system', OWN_SECRET)]);
    stack().change('meshwork:services', (services) => ({ ...services, ...FURTHER_SERVICES }));
    stack().change('meshwork:certificateKeys', (keys) => ({
      front: { ...(keys['front'] as object), alt: pem('shop.key') },
    }));
    stack().change('meshwork:ingressGateways', withFurtherWays);
    const operations = new Set((await stack().preview()).map(({ op }) => op));
    assert.deepEqual([...operations].sort(), ['create', 'same', 'update']);
    await stack().succeed('up', '--yes', '--skip-preview');
    const { ingressGateways } = (await stack().outputs()) as unknown as MeshworkOutputs;
    const { addresses, ports } = ingressGateways['front'] ?? assert.fail();
    address = addresses[0] ?? '';
    assert.deepEqual(ports, { http: 80, https: 443, raw: 5432, 'tls-8443': 8443, 'tls-8883': 8883 });
    assert.deepEqual(ingressGateways['edge']?.ports, { http: NODE_PORT });
  });

  it('has verify see them answer and serve their certificates, and has nothing to do and no drift', async () => {
    const { ingressRoutes, servedCertificates } = await reportWithoutDrift(stack());
    assert.deepEqual(servedCertificates.map(({ host, ok, port }) => `${host}:${port} ${String(ok)}`).sort(), [
      'alt.shop.example:8443 true',
      'b2b.shop.example:443 true',
      'echo.shop.example:8883 true',
      'modern.shop.example:443 true',
      'orders.example:443 true',
    ]);
    assert.deepEqual(ingressRoutes.map(({ gateway, host, outcome }) => `${gateway} ${host} ${outcome}`).sort(), [
      'edge edge.example answered',
      'front alt.shop.example answered',
      'front b2b.shop.example not asked',
      'front modern.shop.example answered',
      'front orders.example answered',
      'front paths.example answered',
      'inner inner.example answered',
    ]);
  });

  it('answers over HTTPS on port 8443, for a host that port 443 does not know', async () => {
    await until({ host: 'alt.shop.example', port: 8443 }, servedBy('orders', 'shop.pem'));
    assert.equal((await ask({ host: 'alt.shop.example' })).status, 0);
  });

  it('ends TLS on port 8883 for a service that speaks TCP and clients with a certificate, and passes it on there for another host', async () => {
    await until({ host: 'echo.shop.example', port: 8883, client: CLIENT }, servedBy('orders', 'shop.pem'));
    const refused = await ask({ host: 'echo.shop.example', port: 8883 });
    assert.deepEqual([refused.status, /CERTIFICATE_REQUIRED|ECONNRESET/i.test(refused.body)], [0, true], refused.body);
    await until({ host: 'vault.shop.example', port: 8883 }, servedBy('vault', 'shop.pem'));
    assert.equal((await ask({ host: 'shop.example', port: 8883 })).status, 0);
  });

  it('serves the certificate of a Secret that is there, and the new one when somebody changes it', async () => {
    await until({ host: 'modern.shop.example' }, servedBy('orders', 'shop.pem'));
    await applyObjects(lab(), 'east', [tlsSecret('istio-system', OWN_SECRET, 'renewed.pem')]);
    await until({ host: 'modern.shop.example' }, servedBy('orders', 'renewed.pem'));
    await until({ host: 'echo.shop.example', port: 8883, client: CLIENT }, servedBy('orders', 'renewed.pem'));
  });

  it('refuses a client with TLS 1.2 where config wants 1.3, takes one with 1.3, and takes 1.2 elsewhere', async () => {
    const refused = await ask({ host: 'modern.shop.example', maxVersion: 'TLSv1.2' });
    assert.deepEqual([refused.status, /alert protocol version/i.test(refused.body)], [0, true], refused.body);
    assert.equal((await ask({ host: 'modern.shop.example' })).status, 200);
    assert.equal((await ask({ host: 'alt.shop.example', port: 8443, maxVersion: 'TLSv1.2' })).status, 200);
  });

  it('takes the address of a client from the PROXY protocol at a port of the node, and closes connections without', async () => {
    const { nodeAddress } = (await lab().clusters()).get('east') ?? assert.fail();
    const request = { address: nodeAddress, port: NODE_PORT, host: 'edge.example', path: '/header' };
    const answer = await eventually(
      () => requestByProxy(lab(), 'west', { ...request, client: '203.0.113.7' }),
      (text) => text.startsWith('HTTP/1.1 200'),
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.match(answer, /"X-Forwarded-For":\["203\.0\.113\.7"\]/);
    assert.equal(await requestByProxy(lab(), 'west', request), '');
  });

  it('answers at an address inside the cluster alone, and gives each service its share of the requests', async () => {
    const service = ['-n', 'istio-system', 'get', 'service', 'istio-ingress-inner', '--output'];
    const [type, inside = '', ...nodePorts] = (
      await lab().kubectl('east', ...service, 'jsonpath={.spec.type} {.spec.clusterIP} {.spec.ports[*].nodePort}')
    )
      .trim()
      .split(' ');
    assert.deepEqual([type, nodePorts], ['ClusterIP', []]);
    const request = { address: inside, host: 'inner.example' };
    await eventually(
      () => requestFromNode(lab(), 'east', request),
      ({ status }) => status === 200,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    const answers = await requestsFromNode(lab(), 'east', request, REQUESTS);
    const from = (deployment: string) =>
      answers.filter((answer) => answer.split('-')[0] === `200 ${deployment}`).length;
    const [orders, catalog] = [from('orders'), from('catalog')];
    const seen = `${orders} answers of orders, ${catalog} of catalog`;
    assert.equal(orders + catalog, REQUESTS, seen);
    assert.ok(Math.abs(catalog - (REQUESTS * SHARE) / 100) <= LEEWAY, seen);
    console.log(`      ${seen}, for a share of ${SHARE} %`);
  });

  it('lets go of what is not of the stack', async () => {
    await deleteObjects(lab(), 'east', FURTHER_OBJECTS);
    await removeHttpsObjects(lab());
  });
}
