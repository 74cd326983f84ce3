import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Lab } from '../../../lab/lab';
import { isPage, isUnreachable } from '../examples/outcome';
import { addClient, openNamespace, openShop, podOf, visitUntil } from '../examples/shop';
import { assertNothingOfIstio } from '../remains';
import { Stack } from '../stack';

/** Tests of a service whose mesh refuses plaintext, and that a cluster in no mesh uses. */
export function showsStrictMesh(lab: () => Lab): void {
  let stack: Stack;
  let pod: string;

  before(async () => {
    // A Service of the stack needs its namespace; the pods come later, so that they get sidecars. The label is there from the start: API servers
    // learn of a changed one some time after it was changed.
    await Promise.all([
      openNamespace(lab(), 'east', { inMesh: true }),
      openNamespace(lab(), 'west', { inMesh: false }),
    ]);
    stack = await Stack.create(lab(), join(__dirname, 'strict-mesh.yaml'));
    await stack.succeed('up', '--yes', '--skip-preview');
    await Promise.all([openShop(lab(), 'east', ['orders']), addClient(lab(), 'west')]);
    pod = await podOf(lab(), 'east', 'orders', '{.metadata.uid}');
  });

  it('is answered in plaintext where config accepts that', async () => {
    const visit = await visitUntil(lab(), 'west', 'orders.shop', isPage('orders'));
    assert.deepEqual(visit, { kind: 'page', body: 'orders' });
  });

  it('refuses plaintext as soon as config does not accept it any more, by the same pod', async () => {
    stack.change('meshwork:services', ({ orders }) => ({ orders: refusing(orders as Service) }));
    await stack.succeed('up', '--yes', '--skip-preview');
    const visit = await visitUntil(lab(), 'west', 'orders.shop', isUnreachable);
    assert.ok(isUnreachable(visit), JSON.stringify(visit));
    assert.equal(await podOf(lab(), 'east', 'orders', '{.metadata.uid}'), pod);
  });

  it('is destroyed without remains', async () => {
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertNothingOfIstio(lab());
    assert.equal(await lab().kubectl('west', '-n', 'shop', 'get', 'services,endpointslices', '-o', 'name'), '');
  });
}

interface Service {
  readonly reach: object;
}

function refusing(service: Service): Service {
  return { ...service, reach: { ...service.reach, acceptPlaintext: false } };
}
