import { strict as assert } from 'node:assert';
import type { ImportResult } from '../../../cli/checks/imports/imports';
import type { Report } from '../../../cli/report/report';
import type { Lab } from '../../../lab/lab';
import type { MeshworkOutputs } from '../../../outputs/contract';
import type { Stack } from '../stack';
import { Exporter } from './exporter';
import { isAnswer, isAnswerOf, isDenied, isRefused } from './outcome';
import { reportWithoutDrift } from './system';
import { policy, handwrittenImport } from './written-by-users';

/** The two sides of a federation. */
export interface Sides {
  /** The workloads in east, of mesh blue. */
  readonly blue: Exporter;
  /** The workloads in west, of mesh green. */
  readonly green: Exporter;
}

/**
 * Tests of two federated meshes whose trust is withdrawn at first. Once trust is exchanged, each mesh calls the exports of the other and nothing else,
 * with the identities that config names. Once it is withdrawn again, those calls fail. The same pods run all the while.
 *
 * @param further tests, while trust is exchanged and the pods run.
 */
export function showsFederation(
  lab: () => Lab,
  stack: () => Stack,
  further: (sides: () => Sides) => void = () => undefined,
): void {
  let blue: Exporter;
  let green: Exporter;
  let pods: string;
  /** Hosts of the two imports, by service. */
  let hosts: Readonly<Record<string, string>>;

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
    // Without an open connection, a withdrawal of trust would have nothing to close.
    await blue.untilConnected(hosts['stock'] ?? '');
    await green.untilConnected(hosts['orders'] ?? '');
  }

  /** Neither gets one, and trusts its own root alone, while each still reaches its own mesh. */
  async function callsFail(): Promise<void> {
    assert.deepEqual(await blue.trustedRoots(1), ['blue root CA']);
    assert.deepEqual(await green.trustedRoots(1), ['green root CA']);
    for (const [client, host, own] of [
      [blue, hosts['stock'] ?? '', 'orders.shop'],
      [green, hosts['orders'] ?? '', 'stock.store'],
    ] as const) {
      await client.callUntil(host, isRefused);
      await client.callUntil(own, isAnswer);
      // Connections from before are drained; every new one must fail.
      await client.untilDisconnected(host);
      await client.callOnce(host, isRefused);
    }
  }

  /** Address of the gateway through which green calls the exports of blue. */
  async function gateway(): Promise<string> {
    const { clusters } = (await stack().outputs()) as unknown as MeshworkOutputs;
    return clusters['east']?.eastWestGateway?.addresses[0] ?? '';
  }

  async function running(): Promise<string> {
    return (await blue.pods()) + (await green.pods());
  }

  it('fails calls between the meshes while they do not trust each other', async () => {
    const { federations } = (await stack().outputs()) as unknown as MeshworkOutputs;
    const imports = federations['blue-green']?.imports ?? [];
    hosts = Object.fromEntries(imports.map(({ host, service }) => [service, host]));
    blue = new Exporter(lab(), 'east', 'shop', 'orders');
    green = new Exporter(lab(), 'west', 'store', 'stock');
    await Promise.all([blue.replaceWorkload(), green.replaceWorkload()]);
    pods = await running();
    await callsFail();
  });

  it('has the same pods call each other once trust is exchanged, by the identities that config names', async () => {
    await changeTrust(stack(), 'exchanged');
    for (const mesh of [blue, green]) assert.deepEqual(await mesh.trustedRoots(2), ['blue root CA', 'green root CA']);
    await callsSucceed();
    assert.equal(await running(), pods);
  });

  it('lets exports through the gateway and nothing else, not even another service of the same pods', async () => {
    const address = await gateway();
    await green.apply([...handwrittenImport('orders', address), ...handwrittenImport('private', address)]);
    // The import of the exported service works, so the handwritten objects are right.
    await green.callUntil('orders.handwritten.example', isAnswer);
    await green.callUntil('private.handwritten.example', isRefused);
    await green.callOnce('orders.handwritten.example', isAnswer);
    await green.callOnce('private.handwritten.example', isRefused);
  });

  it('accepts no other identity than those that config names, although the other mesh does', async () => {
    await blue.runAs('client');
    const impostor = 'spiffe://blue.example/ns/shop/sa/client';
    await blue.callUntil('orders.shop', isAnswerOf(impostor));
    // A client that accepts the impostor reaches it, so the gateway knows the pod that replaced the one before.
    await green.apply(handwrittenImport('orders', await gateway(), impostor));
    await green.callUntil('orders.handwritten.example', isAnswerOf(impostor));
    await green.callUntil(hosts['orders'] ?? '', isRefused);
    // A call may also have failed with a connection from before; every call that needs a new one must fail.
    await green.untilDisconnected(hosts['orders'] ?? '');
    await green.callOnce(hosts['orders'] ?? '', isRefused);
    await green.callOnce('orders.handwritten.example', isAnswerOf(impostor));
    await blue.runAs('orders');
    await callsSucceed();
    pods = await running();
  });

  it('lets policies tell the trust domains apart', async () => {
    await blue.apply([policy({ allowed: ['blue.example/*', 'green.example/ns/store/sa/stock'] })]);
    await green.callUntil(hosts['orders'] ?? '', isDenied);
    // Its client has not called the pod that replaced the impostor's.
    await blue.callUntil('orders.shop', isAnswer);
    await blue.apply([policy({ allowed: ['blue.example/*', 'green.example/ns/store/sa/client'] })]);
    await callsSucceed();
  });

  it('has verify tell a policy that denies its client from a service that does not answer, and has nothing to do and no drift', async () => {
    const { imports } = await reportWithoutDrift(stack());
    assert.deepEqual(imports.map(importLine), [
      'west → orders, trust exchanged: denied',
      'east → stock, trust exchanged: answered',
    ]);
  });

  further(() => ({ blue, green }));

  it('fails them again once the withdrawal of trust is rolled out', async () => {
    await changeTrust(stack(), 'withdrawn');
    await callsFail();
    assert.equal(await running(), pods);
  });

  it('lets go of the services that it called', async () => {
    await Promise.all([blue.removeServices(), green.removeServices()]);
  });
}

/** Withdraws or exchanges the trust of the federation `blue-green`, and changes nothing else, which a preview has to say. */
export async function changeTrust(stack: Stack, trust: 'exchanged' | 'withdrawn'): Promise<void> {
  setTrust(stack, trust);
  const changes = (await stack.preview())
    .filter(({ op }) => op !== 'same')
    .map(({ op, urn }) => `${op} ${urn.split('::').at(-1) ?? ''}`);
  assert.deepEqual(changes.sort(), [
    'update east-trust-bundle',
    'update east-trust-bundle-config',
    'update west-trust-bundle',
    'update west-trust-bundle-config',
  ]);
  await stack.succeed('up', '--yes', '--skip-preview');
}

/** Writes into config whether the meshes trust each other. */
export function setTrust(stack: Stack, trust: 'exchanged' | 'withdrawn'): void {
  stack.change('meshwork:federations', (federations) => ({
    'blue-green': { ...(federations['blue-green'] as object), trust },
  }));
}

/** Every call between the meshes fails in its handshake. */
export function refuseEachOther({ imports }: Report): void {
  assert.deepEqual(imports.map(importLine), [
    'west → orders, trust withdrawn: refused',
    'east → stock, trust withdrawn: refused',
  ]);
}

/** Verify's result for an import, in short. */
export function importLine({ consumer, outcome, service, trust }: ImportResult): string {
  return `${consumer} → ${service}, trust ${trust}: ${outcome}`;
}

/** Each mesh calls the exports of the other, and the proxies before the services see the identity of the caller. */
export function callEachOther({ imports }: Report): void {
  assert.deepEqual(
    imports.map((one) => [importLine(one), one.sourceIdentity, one.destinationIdentity]),
    [
      [
        'west → orders, trust exchanged: answered',
        'spiffe://green.example/ns/meshwork-verify/sa/client-west',
        'spiffe://blue.example/ns/shop/sa/orders',
      ],
      [
        'east → stock, trust exchanged: answered',
        'spiffe://blue.example/ns/meshwork-verify/sa/client-east',
        'spiffe://green.example/ns/store/sa/stock',
      ],
    ],
  );
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
