import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Call } from '../../../cli/verify/netexec';
import type { Lab } from '../../../lab/lab';
import { Exporter } from '../examples/exporter';
import { isAnswer } from '../examples/outcome';
import { removeLab, temporaryLab } from '../lab/temporary-lab';
import { assertNothingOfIstio } from '../remains';
import { Stack } from '../stack';

const ORDERS = 'orders.shop.svc.blue.mesh.internal';
const STOCK = 'stock.store.svc.green.mesh.internal';

/** What the gateways of an exporter let through has to widen while they serve, and what is imported has to be found from the new network too. */
describe('a federated mesh that comes to span networks', () => {
  let lab: Lab;
  let stack: Stack;
  let blue: Exporter;
  let green: Exporter;

  before(async () => {
    lab = await temporaryLab();
    await lab.up([
      { name: 'east', network: 'shared' },
      { name: 'west', network: 'shared' },
      { name: 'far', network: 'elsewhere' },
    ]);
    stack = await Stack.create(lab, join(__dirname, 'second-network.yaml'));
    await stack.succeed('up', '--yes', '--skip-preview');
    blue = new Exporter(lab, 'east', 'shop', 'orders');
    green = new Exporter(lab, 'west', 'store', 'stock');
    await Promise.all([blue.create(), green.create()]);
  });

  after(() => removeLab(lab));

  it('has its exports called before', async () => {
    assert.deepEqual(await blue.callUntil(STOCK, isAnswer), stockFor('blue.example/ns/shop/sa/client'));
  });

  it('changes what its gateways let through by an update, and takes nothing away', async () => {
    stack.change('meshwork:networks', (networks) => ({ ...networks, elsewhere: {} }));
    const far = {
      mesh: 'green',
      network: 'elsewhere',
      role: 'remote',
      primary: 'west',
      kubeconfig: { context: 'far' },
    };
    stack.change('meshwork:clusters', (clusters) => ({ ...clusters, far }));
    const steps = await stack.preview();
    assert.deepEqual(
      steps.filter(({ op }) => !['create', 'same', 'update'].includes(op)),
      [],
    );
    const exposure = steps.find(({ urn }) => urn.endsWith('::west-service-exposure-gateway'));
    assert.equal(exposure?.op, 'update');
    await stack.succeed('up', '--yes', '--skip-preview');
    await stack.succeed('preview', '--expect-no-changes');
  });

  it('has its exports called after', async () => {
    assert.deepEqual(await blue.callUntil(STOCK, isAnswer), stockFor('blue.example/ns/shop/sa/client'));
  });

  it('calls what it imports from both of its networks, by the exporter’s gateway', async () => {
    const far = new Exporter(lab, 'far', 'store', 'returns');
    await far.create();
    for (const client of [green, far])
      assert.deepEqual(await client.callUntil(ORDERS, isAnswer), {
        kind: 'answer',
        source: 'spiffe://green.example/ns/store/sa/client',
        destination: 'spiffe://blue.example/ns/shop/sa/orders',
      });
    await far.remove();
  });

  it('is destroyed without remains', async () => {
    await Promise.all([blue.remove(), green.remove()]);
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertNothingOfIstio(lab);
  });
});

function stockFor(client: string): Call {
  return { kind: 'answer', source: `spiffe://${client}`, destination: 'spiffe://green.example/ns/store/sa/stock' };
}
