import { strict as assert } from 'node:assert';
import { eventually } from '../../../cli/eventually';
import { parseForwardedCertificates } from '../../../cli/answers/xfcc';
import type { Visit } from '../../../cli/answers/netexec';
import type { Lab } from '../../../lab/lab';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { type NodeResponse, requestFromNode } from '../lab/node-request';
import { requestOverTls } from '../lab/tls-request';
import type { Stack } from '../stack';
import type { Sides } from './federation';
import { authorityFile } from './front-https';
import { isAnswerOf } from './outcome';

const LONGEST_WAIT = 180_000;
const GATEWAY_IDENTITY = 'spiffe://blue.example/ns/istio-system/sa/istio-ingress-front';

/**
 * Tests of two ways into one mesh: its ingress gateway, and an ingress controller that does not belong to it. Each has a load balancer, and lets in
 * the requests for its own hosts and no others.
 */
export function showsWaysIn(lab: () => Lab, stack: () => Stack, sides: () => Sides): void {
  let gateway: string;
  let controller: string;
  let authority: string;

  /** A request from outside of the mesh and of its network, repeated until it is answered with this status. */
  function request(address: string, host: string, status: number): Promise<NodeResponse> {
    return eventually(
      () => requestFromNode(lab(), 'west', { address, host, path: '/header' }),
      (response) => response.status === status,
      AbortSignal.timeout(LONGEST_WAIT),
    );
  }

  it('has a load balancer for each of two ways into the mesh', async () => {
    const { ingressGateways, services } = (await stack().outputs()) as unknown as MeshworkOutputs;
    gateway = ingressGateways['front']?.addresses[0] ?? '';
    authority = await authorityFile(ingressGateways['front'], 'orders');
    controller = services['catalog']?.addresses['east']?.[0] ?? '';
    assert.ok(gateway !== '' && controller !== '');
    assert.notEqual(gateway, controller);
  });

  it('lets requests in by Gateway and VirtualService, with mTLS from the gateway on', async () => {
    const response = await eventually(
      () => requestOverTls(lab(), 'west', { address: gateway, host: 'orders.example', path: '/header', authority }),
      ({ status }) => status === 200,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.deepEqual(peersOf(response), {
      by: ['spiffe://blue.example/ns/shop/sa/orders'],
      uri: [GATEWAY_IDENTITY],
    });
  });

  it('has pods behind the Ingress that are in the mesh', async () => {
    const inMesh = isAnswerOf('spiffe://blue.example/ns/shop/sa/default');
    await sides().blue.callUntil('catalog-cross-cluster.shop', inMesh);
  });

  it('lets requests in by Ingress, with plaintext from the controller on', async () => {
    assert.equal(peersOf(await request(controller, 'catalog.shop', 200)), undefined);
  });

  it('lets in by each way the requests for its own hosts and no others', async () => {
    for (const [address, host] of [
      [gateway, 'catalog.shop'],
      [gateway, 'private.shop'],
      [controller, 'orders.example'],
      [controller, 'orders.shop'],
    ] as const)
      assert.equal((await request(address, host, 404)).status, 404, `${host} at ${address}`);
  });

  it('has the service behind the Ingress answer a pod of the other mesh under its local name', async () => {
    const { green } = sides();
    const page = await eventually(
      () => green.visit('http://catalog.shop/hostname'),
      isPageOf('catalog'),
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.ok(isPageOf('catalog')(page), JSON.stringify(page));
  });
}

/** A pod of a Deployment answered with its name. */
function isPageOf(deployment: string): (visit: Visit) => boolean {
  return (visit) => visit.kind === 'page' && visit.body.startsWith(`${deployment}-`);
}

/** Identities of both ends of the connection, as the server's proxy reports them; undefined if it was plaintext. */
function peersOf({ body }: Pick<NodeResponse, 'body'>): object | undefined {
  const headers = JSON.parse(body) as Record<string, readonly string[]>;
  return parseForwardedCertificates((headers['X-Forwarded-Client-Cert'] ?? []).join(',')).at(-1);
}
