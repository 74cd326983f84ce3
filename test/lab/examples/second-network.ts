import { strict as assert } from 'node:assert';
import type { Report } from '../../../cli/report/report';
import type { Lab } from '../../../lab/lab';
import type { Stack } from '../stack';
import { Exporter } from './exporter';
import { importLine } from './federation';
import { isAnswer } from './outcome';
import { routes, reportWithoutDrift } from './system';

const STOCK = 'stock.store.svc.green.mesh.internal';

/**
 * Tests of a federated mesh that comes to span networks: its gateways let more hosts through while they serve, and its imports are reached from the
 * new network too. The lab has a cluster `far` in a network `elsewhere` for it.
 */
export function showsSecondNetwork(lab: () => Lab, stack: () => Stack): void {
  let blue: Exporter;

  it('comes to span networks by an update of the hosts that its gateways let through, and takes nothing away', async () => {
    blue = new Exporter(lab(), 'east', 'shop', 'orders');
    await blue.addClient();
    await callsStock();
    stack().change('meshwork:networks', (networks) => ({ ...networks, elsewhere: {} }));
    const far = {
      ...{ mesh: 'green', network: 'elsewhere', role: 'remote', primary: 'west' },
      kubeconfig: { context: 'far' },
    };
    stack().change('meshwork:clusters', (clusters) => ({ ...clusters, far }));
    const steps = await stack().preview();
    assert.deepEqual(
      steps.filter(({ op }) => !['create', 'same', 'update'].includes(op)),
      [],
    );
    const exposure = steps.find(({ urn }) => urn.endsWith('::west-service-exposure-gateway'));
    assert.equal(exposure?.op, 'update');
    await stack().succeed('up', '--yes', '--skip-preview');
  });

  it('has its exports called as before, and calls its imports from both of its networks', async () => {
    spansNetworks(await reportWithoutDrift(stack()));
    await callsStock();
  });

  /** A client that runs all the while gets an answer of the export of mesh green. */
  async function callsStock(): Promise<void> {
    assert.deepEqual(await blue.callUntil(STOCK, isAnswer), {
      kind: 'answer',
      source: 'spiffe://blue.example/ns/shop/sa/client',
      destination: 'spiffe://green.example/ns/store/sa/stock',
    });
  }
}

/** Mesh green carries its traffic across its networks by gateways, and the exports of the other mesh answer clients of all clusters. */
function spansNetworks(report: Report): void {
  const pairs = report.pairs.filter(({ mesh }) => mesh === 'green');
  assert.deepEqual(routes({ pairs }, 'green.example'), [
    'far → far: direct',
    'far → west: gateway',
    'west → far: gateway',
    'west → west: direct',
  ]);
  assert.deepEqual(
    report.imports.map((one) => [importLine(one), one.sourceIdentity, one.destinationIdentity]).sort(),
    [
      ['east → stock', 'blue', 'east', 'spiffe://green.example/ns/store/sa/stock'],
      ['far → orders', 'green', 'far', 'spiffe://blue.example/ns/shop/sa/orders'],
      ['west → orders', 'green', 'west', 'spiffe://blue.example/ns/shop/sa/orders'],
    ].map(([call, mesh, client, service]) => [
      `${call}, trust exchanged: answered`,
      `spiffe://${mesh}.example/ns/meshwork-verify/sa/client-${client}`,
      service,
    ]),
  );
}
