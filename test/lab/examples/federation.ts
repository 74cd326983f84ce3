import { strict as assert } from 'node:assert';
import type { Call } from '../../../cli/verify/netexec';
import type { Report } from '../../../cli/verify/report';
import type { Lab } from '../../../lab/lab';
import type { MeshworkOutputs } from '../../../outputs/contract';
import type { Stack } from '../stack';
import { Exporter } from './exporter';

/**
 * What two federated meshes have to show: each calls what the other exports and nothing else, with the identities that config names; trust is
 * withdrawn and exchanged again while the same pods run.
 */
export function showsFederation(lab: () => Lab, stack: () => Stack): void {
  let blue: Exporter;
  let green: Exporter;
  let pods: string;
  /** Hosts of the two imports, by service. */
  let hosts: Readonly<Record<string, string>>;

  /** Changes trust and nothing else, which a preview has to say. */
  async function change(trust: 'exchanged' | 'withdrawn'): Promise<void> {
    stack().change('meshwork:federations', (federations) => ({
      'blue-green': { ...(federations['blue-green'] as object), trust },
    }));
    const changes = (await stack().preview())
      .filter(({ op }) => op !== 'same')
      .map(({ op, urn }) => `${op} ${urn.split('::').at(-1) ?? ''}`);
    assert.deepEqual(changes.sort(), [
      'update east-trust-bundle',
      'update east-trust-bundle-config',
      'update west-trust-bundle',
      'update west-trust-bundle-config',
    ]);
    await stack().succeed('up', '--yes', '--skip-preview');
  }

  /** Each mesh's client gets an answer of the other's service, and both see each other's identity. */
  async function callsSucceed(): Promise<void> {
    assert.deepEqual(await blue.callUntil(hosts['stock'] ?? '', isAnswer), {
      kind: 'answer',
      source: 'spiffe://blue.example/ns/shop/sa/client',
      destination: 'spiffe://green.example/ns/store/sa/stock',
    });
    assert.deepEqual(await green.callUntil(hosts['orders'] ?? '', isAnswer), {
      kind: 'answer',
      source: 'spiffe://green.example/ns/store/sa/client',
      destination: 'spiffe://blue.example/ns/shop/sa/orders',
    });
  }

  /** Neither gets one, and trusts its own root alone, while each still reaches its own mesh. */
  async function callsFail(): Promise<void> {
    assert.deepEqual(await blue.trustedRoots(1), ['blue root CA']);
    assert.deepEqual(await green.trustedRoots(1), ['green root CA']);
    for (const [client, host, own] of [
      [blue, hosts['stock'] ?? '', 'orders.shop'],
      [green, hosts['orders'] ?? '', 'stock.store'],
    ] as const) {
      assert.ok(isRefused(await client.callUntil(host, isRefused)));
      assert.ok(isAnswer(await client.callUntil(own, isAnswer)));
      assert.ok(isRefused(await client.call(host)));
    }
  }

  async function running(): Promise<string> {
    return (await blue.pods()) + (await green.pods());
  }

  it('withdraws trust by an update of the trust bundles alone', () => change('withdrawn'));

  it('fails calls between the meshes while they do not trust each other', async () => {
    const { federations } = (await stack().outputs()) as unknown as MeshworkOutputs;
    const imports = federations['blue-green']?.imports ?? [];
    hosts = Object.fromEntries(imports.map(({ host, service }) => [service, host]));
    blue = new Exporter(lab(), 'east', 'shop', 'orders');
    green = new Exporter(lab(), 'west', 'store', 'stock');
    await Promise.all([blue.create(), green.create()]);
    pods = await running();
    await callsFail();
  });

  it('has the same pods call each other once trust is exchanged, by the identities that config names', async () => {
    await change('exchanged');
    for (const mesh of [blue, green]) assert.deepEqual(await mesh.trustedRoots(2), ['blue root CA', 'green root CA']);
    await callsSucceed();
    assert.equal(await running(), pods);
  });

  it('lets exports through the gateway and nothing else, not even another service of the same pods', async () => {
    const { clusters } = (await stack().outputs()) as unknown as MeshworkOutputs;
    const gateway = clusters['east']?.eastWestGateway?.addresses[0] ?? '';
    await green.apply([...pretendedImport('orders', gateway), ...pretendedImport('private', gateway)]);
    // What is written for both is right: for the exported service it works.
    assert.ok(isAnswer(await green.callUntil('orders.pretended.example', isAnswer)));
    assert.ok(isRefused(await green.callUntil('private.pretended.example', isRefused)));
    assert.ok(isAnswer(await green.call('orders.pretended.example')));
    assert.ok(isRefused(await green.call('private.pretended.example')));
  });

  it('fails them again once the withdrawal of trust is rolled out', async () => {
    await change('withdrawn');
    await callsFail();
    assert.equal(await running(), pods);
  });

  it('lets go of what it called', async () => {
    await Promise.all([blue.remove(), green.remove()]);
  });
}

function isAnswer({ kind }: Call): boolean {
  return kind === 'answer';
}

/** What a client's proxy answers when it gets no connection; a name that does not resolve is something else. */
function isRefused(call: Call): boolean {
  return call.kind === 'error' && /remote connection failure|connection termination/.test(call.message);
}

/** What an engineer of the importing mesh could write to reach a service of the other by its gateway. */
function pretendedImport(service: string, address: string): object[] {
  const host = `${service}.pretended.example`;
  const metadata = { name: `pretended-${service}`, namespace: 'store' };
  const apiVersion = 'networking.istio.io/v1';
  return [
    {
      apiVersion,
      kind: 'ServiceEntry',
      metadata,
      spec: {
        hosts: [host],
        location: 'MESH_INTERNAL',
        resolution: 'STATIC',
        ports: [{ name: 'http', number: 80, protocol: 'HTTP' }],
        endpoints: [{ address, ports: { http: 15443 } }],
      },
    },
    {
      apiVersion,
      kind: 'DestinationRule',
      metadata,
      spec: {
        host,
        trafficPolicy: {
          tls: {
            mode: 'ISTIO_MUTUAL',
            sni: `outbound_.80_._.${service}.shop.svc.cluster.local`,
            subjectAltNames: ['spiffe://blue.example/ns/shop/sa/orders'],
          },
        },
      },
    },
  ];
}

/** Every mesh carries its own traffic, by identities of its own trust domain, and no istiod watches a cluster of the other. */
export function eachMeshByItself({ pairs, controlPlanes }: Report): void {
  assert.deepEqual(
    pairs.map(({ ok, sourceIdentity }) => [ok, sourceIdentity]),
    [
      [true, 'spiffe://blue.example/ns/meshwork-verify/sa/client-east'],
      [true, 'spiffe://green.example/ns/meshwork-verify/sa/client-west'],
    ],
  );
  assert.deepEqual(
    controlPlanes.map(({ cluster, clusters }) => [cluster, clusters.map(({ id }) => id)]),
    [
      ['east', ['east']],
      ['west', ['west']],
    ],
  );
}
