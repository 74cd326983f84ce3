import { strict as assert } from 'node:assert';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import type { IngressGatewayOutput, MeshworkOutputs } from '../../../outputs/contract';
import { applyObjects } from '../apply';
import { requestFromNode } from '../lab/node-request';
import { requestOverTls, requestsDuring, type TlsRequest, type TlsResponse } from '../lab/tls-request';
import type { Stack } from '../stack';
import { certificateFile, fingerprint, pem, tlsSecret } from './front-certificates';

const LONGEST_WAIT = 180_000;
const AUTHORITY = certificateFile('authority.pem');
const CLIENT = { certificate: certificateFile('client.pem'), key: certificateFile('client.key') };

/** A file with the authority that the stack made for a server of a gateway. */
export async function authorityFile(gateway: IngressGatewayOutput | undefined, server: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'meshwork-authority-')), 'authority.pem');
  await writeFile(path, gateway?.certificates[server]?.authority ?? '');
  return path;
}

/** Adds to the gateway of the example a server for partners with certificates of their own, a service that ends TLS itself, and a path. */
export function addServers(stack: Stack): void {
  const vault = { namespace: 'shop', clusters: ['east'], ports: { tls: { port: 443, appProtocol: 'tls' } } };
  stack.change('meshwork:services', (services) => ({ ...services, vault }));
  stack.change('meshwork:certificateKeys', () => ({ front: { partners: pem('shop.key') } }));
  stack.change('meshwork:ingressGateways', (gateways) => {
    const front = gateways['front'] as { readonly https: object; readonly routes: object };
    const hosts = ['b2b.shop.example'];
    const partners = { hosts, certificate: { given: pem('shop.pem') }, clients: { authority: pem('authority.pem') } };
    return {
      front: {
        ...front,
        kubernetesIngress: true,
        https: { ...front.https, partners },
        passthrough: { vault: { hosts: ['vault.shop.example'], service: 'vault' } },
        ports: { raw: { port: 5432, service: 'vault' } },
        routes: {
          ...front.routes,
          partners: { hosts, service: 'orders' },
          paths: { hosts: ['paths.example'], paths: ['/hostname'], service: 'orders' },
        },
      },
    };
  });
}

/** Tests of a gateway that ends TLS or passes it on: from outside of the mesh and of its network. */
export function showsHttps(lab: () => Lab, stack: () => Stack): void {
  let address: string;
  let authority: string;

  /** A request that is repeated until its answer is as it should be. */
  function until(
    request: Omit<TlsRequest, 'address'>,
    right: (response: TlsResponse) => boolean,
  ): Promise<TlsResponse> {
    return eventually(
      () => requestOverTls(lab(), 'west', { address, ...request }),
      right,
      AbortSignal.timeout(LONGEST_WAIT),
    );
  }

  const answered = ({ status }: TlsResponse) => status === 200;

  it('has a service that ends TLS itself', async () => {
    await applyObjects(lab(), 'east', await vaultObjects(lab()));
    await lab().kubectl('east', '-n', 'shop', 'rollout', 'status', 'deployment/vault', '--timeout=300s');
  });

  it('answers over HTTPS for the host, with a certificate of the authority in the outputs', async () => {
    const { ingressGateways } = (await stack().outputs()) as unknown as MeshworkOutputs;
    address = ingressGateways['front']?.addresses[0] ?? '';
    authority = await authorityFile(ingressGateways['front'], 'orders');
    const { body } = await until({ host: 'orders.example', authority, path: '/header' }, answered);
    assert.match(body, /spiffe:\/\/blue\.example\/ns\/shop\/sa\/orders/);
  });

  it('leads by path, to whole segments of it', async () => {
    const ask = async (path: string) =>
      (await requestFromNode(lab(), 'west', { address, host: 'paths.example', path })).status;
    assert.deepEqual(
      [await ask('/hostname'), await ask('/hostname/below'), await ask('/hostnames'), await ask('/header')],
      [200, 200, 404, 404],
    );
  });

  it('redirects to HTTPS what comes by HTTP for hosts of HTTPS servers', async () => {
    const { status } = await requestFromNode(lab(), 'west', { address, host: 'orders.example' });
    assert.equal(status, 301);
  });

  it('ends the connection for a host of no server, and answers 404 for a host of no route', async () => {
    const stranger = await until({ host: 'stock.example', authority, path: '/' }, ({ status }) => status === 0);
    assert.match(stranger.body, /ECONNRESET|EPIPE|disconnected/);
    const { status } = await requestFromNode(lab(), 'west', { address, host: 'stock.example' });
    assert.equal(status, 404);
  });

  it('lets in a client with a certificate of the authority, and none without', async () => {
    const partners = { host: 'b2b.shop.example', authority: AUTHORITY, path: '/header' };
    assert.equal((await until({ ...partners, client: CLIENT }, answered)).fingerprint, fingerprint('shop.pem'));
    const refused = await requestOverTls(lab(), 'west', { address, ...partners });
    assert.deepEqual(
      [refused.status, /CERTIFICATE_REQUIRED|handshake failure|ECONNRESET/i.test(refused.body)],
      [0, true],
      refused.body,
    );
  });

  it('passes TLS on to the service that ends it, by the host and by a port of its own', async () => {
    const vault = { host: 'vault.shop.example', authority: AUTHORITY, path: '/hostname' };
    for (const port of [443, 5432]) {
      const { body } = await until({ ...vault, port }, answered);
      assert.match(body, /^vault-/, String(port));
    }
  });

  it('serves Kubernetes Ingress objects of class istio, and tells its address in their status', async () => {
    await applyObjects(lab(), 'east', [INGRESS]);
    const host = 'ingress.example';
    const { status } = await eventually(
      () => requestFromNode(lab(), 'west', { address, host, path: '/header' }),
      (response) => response.status === 200,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.equal(status, 200);
    const jsonpath = 'jsonpath={.status.loadBalancer.ingress[0].ip}';
    const told = await eventually(
      () => lab().kubectl('east', '-n', 'shop', 'get', 'ingress/by-istio', '-o', jsonpath),
      (ip) => ip === address,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.equal(told, address);
  });

  it('serves a renewed certificate without a request lost', async () => {
    const partners = { host: 'b2b.shop.example', authority: AUTHORITY, client: CLIENT, path: '/header' };
    const tally = await requestsDuring(lab(), 'west', { address, ...partners }, async () => {
      stack().change('meshwork:ingressGateways', (gateways) => {
        const front = gateways['front'] as { readonly https: { readonly partners: object } };
        const renewed = { ...front.https.partners, certificate: { given: pem('renewed.pem') } };
        return { front: { ...front, https: { ...front.https, partners: renewed } } };
      });
      await stack().succeed('up', '--yes', '--skip-preview');
      await until(partners, (response) => response.fingerprint === fingerprint('renewed.pem'));
    });
    assert.deepEqual(tally.failures, []);
    assert.deepEqual(tally.fingerprints, [fingerprint('shop.pem'), fingerprint('renewed.pem')]);
    assert.ok(tally.requests > 20, String(tally.requests));
  });
}

/** Removes what {@link showsHttps} has put into the cluster beside the stack. */
export async function removeHttpsObjects(lab: Lab): Promise<void> {
  await lab.kubectl('east', '-n', 'shop', 'delete', 'deployment,service,secret', 'vault');
  await lab.kubectl('east', '-n', 'shop', 'delete', 'ingress', 'by-istio');
}

/** An Ingress of the class that the gateway serves. */
const INGRESS = {
  ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'by-istio', namespace: 'shop' } },
  spec: {
    ingressClassName: 'istio',
    rules: [
      {
        host: 'ingress.example',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'orders', port: { number: 80 } } } }],
        },
      },
    ],
  },
};

/** A Deployment whose pods end TLS themselves. */
async function vaultObjects(lab: Lab): Promise<object[]> {
  const metadata = { name: 'vault', namespace: 'shop' };
  const labels = { app: 'vault' };
  return [
    tlsSecret('shop', 'vault'),
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata },
      spec: { selector: labels, ports: [{ name: 'tls', port: 443, targetPort: 8443 }] },
    },
    {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            volumes: [{ name: 'tls', secret: { secretName: 'vault' } }],
            containers: [
              {
                name: 'vault',
                image: (await lab.images()).agnhost,
                args: [
                  'netexec',
                  '--http-port=8443',
                  '--tls-cert-file=/tls/tls.crt',
                  '--tls-private-key-file=/tls/tls.key',
                ],
                volumeMounts: [{ name: 'tls', mountPath: '/tls' }],
              },
            ],
          },
        },
      },
    },
  ];
}
