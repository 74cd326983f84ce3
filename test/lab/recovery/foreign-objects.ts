import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';
import { applyObjects, deleteObjects } from '../apply';
import type { Stack } from '../stack';

/** Services of others with the names of stubs that the plan wants, one of them made by another stack. */
const ORDERS = service('orders', {});
const CARTS = service('carts', { 'meshwork/stack': 'acme/meshwork/prod' });

/** Objects that others made where the plan wants to make its own. The stack is up before, and after a further `up`. */
export async function leavesObjectsOfOthers(lab: Lab, stack: Stack): Promise<void> {
  await applyObjects(lab, 'west', [ORDERS, CARTS]);
  const before = await Promise.all([live(lab, 'orders'), live(lab, 'carts')]);
  const config = stack.config();
  stack.change('meshwork:meshes', ({ blue }) => ({ blue: { ...(blue as object), dns: 'stubs' } }));
  const runsInEast = { namespace: 'default', clusters: ['east'], ports: { http: { port: 80 } } };
  stack.change('meshwork:services', () => ({ orders: runsInEast, carts: runsInEast }));

  const told = await stack.recover('--yes');
  assert.equal(told.code, 1, told.stdout + told.stderr);
  assert.match(told.stdout, /2 objects of others with the name of one that the plan wants:/);
  assert.match(told.stdout, /^ {2}west\/Service\/default\/orders \(no mark\)$/m);
  assert.match(told.stdout, /^ {2}west\/Service\/default\/carts \(made by stack acme\/meshwork\/prod\)$/m);
  assert.match(told.stdout, /Delete them, or have this stack take them over: recover --take west\/Service\/default\//);
  assert.deepEqual(await Promise.all([live(lab, 'orders'), live(lab, 'carts')]), before);

  const wrong = await stack.recover('--yes', '--take', 'west/Service/default/order');
  assert.equal(wrong.code, 2, wrong.stdout + wrong.stderr);
  assert.match(wrong.stderr, /--take names west\/Service\/default\/order, but no such object stands where the plan/);

  const taken = await stack.recover('--yes', '--take', 'west/Service/default/orders');
  assert.equal(taken.code, 1, taken.stdout + taken.stderr);
  assert.match(
    taken.stdout,
    /1 object without the mark of this stack, named by --take:\n {2}west\/Service\/default\/orders\n/,
  );
  const [orders, carts] = await Promise.all([live(lab, 'orders'), live(lab, 'carts')]);
  assert.equal(carts, before[1]);
  const { metadata } = JSON.parse(orders) as { metadata: { uid: string; annotations: Record<string, string> } };
  // It is the same object, and bears the mark now.
  assert.equal(metadata.uid, (JSON.parse(before[0]) as { metadata: { uid: string } }).metadata.uid);
  assert.match(metadata.annotations['meshwork/stack'] ?? '', /\/meshwork\/dev$/);

  stack.change('meshwork:services', ({ orders: own }) => ({ orders: own }));
  await stack.succeed('up', '--yes', '--skip-preview');
  await stack.unchanged();
  assert.equal(await live(lab, 'carts'), before[1]);
  await deleteObjects(lab, 'west', [CARTS]);
  stack.restore(config);
  await stack.succeed('up', '--yes', '--skip-preview');
  await assert.rejects(live(lab, 'orders'), /not ?found/i);
}

function service(name: string, annotations: Readonly<Record<string, string>>) {
  // The port is that of the plan: an API server refuses two of one name, and no taking over removes a port of others.
  const spec = { ports: [{ name: 'http', port: 80 }], selector: { app: 'of-others' } };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default', annotations }, spec };
}

/** A Service in west as it is now, with its version: any write would change that. */
function live(lab: Lab, name: string): Promise<string> {
  return lab.kubectl('west', 'get', 'service', name, '--namespace=default', '--output=json');
}
