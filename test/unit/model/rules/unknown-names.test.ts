import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { federated, topologyOf } from '../specimen';

/** S6 with an ingress gateway that routes to `orders`. */
function withGateway() {
  const front = { cluster: 'east', routes: { shop: { hosts: ['shop.example'], service: 'orders' } } };
  return { ...federated(), ingressGateways: { front } };
}

/** The problems of a configuration in which one thing is changed: their paths and what to do. */
function fixesAfter(change: (raw: ReturnType<typeof withGateway>) => void): (readonly [string, string | undefined])[] {
  const raw = withGateway();
  change(raw);
  return ruleProblems(topologyOf(raw), {}).map(({ path, fix }) => [path.replace('meshwork:', ''), fix]);
}

type Raw = ReturnType<typeof withGateway>;

/** Places where a name is written: how to write it there, and where it is then told. */
const PLACES: readonly (readonly [what: string, (raw: Raw, name: string) => void, path: string, right: string])[] = [
  ['the mesh of a cluster', (raw, mesh) => set(raw.clusters['east'], { mesh }), 'clusters.east.mesh', 'blue'],
  [
    'the network of a cluster',
    (raw, network) => set(raw.clusters['east'], { network }),
    'clusters.east.network',
    'shared',
  ],
  [
    'the primary of a remote',
    (raw, primary) => set(raw.clusters, { far: { mesh: 'blue', network: 'shared', role: 'remote', primary } }),
    'clusters.far.primary',
    'east',
  ],
  [
    'a cluster of a service',
    (raw, name) => set(raw.services['orders'], { clusters: [name] }),
    'services.orders.clusters.0',
    'east',
  ],
  [
    'a mesh of a federation',
    (raw, name) => set(raw.federations['blue-green'], { meshes: ['blue', name] }),
    'federations.blue-green.meshes',
    'green',
  ],
  [
    'the cluster of an ingress gateway',
    (raw, cluster) => set(raw.ingressGateways.front, { cluster }),
    'ingressGateways.front.cluster',
    'east',
  ],
  [
    'the service of a route',
    (raw, service) => set(raw.ingressGateways.front.routes.shop, { service }),
    'ingressGateways.front.routes.shop.service',
    'orders',
  ],
  [
    'the signer of a mesh',
    (raw, signer) => set(raw.meshes['blue'], { signer, roots: { first: {} } }),
    'meshes.blue.signer',
    'first',
  ],
];

function set(target: object | undefined, values: object): void {
  Object.assign(target ?? {}, values);
}

describe('a name that leads to nothing', () => {
  for (const [what, write, path, right] of PLACES)
    it(`is told once, with the one that is near it: ${what}`, () => {
      const fixes = fixesAfter((raw) => write(raw, right.slice(0, -1)));
      assert.deepEqual(fixes, [[path, `Did you mean "${right}"?`]]);
    });

  it('is told once when no known name is near, with where it can be added', () => {
    assert.deepEqual(
      fixesAfter((raw) => set(raw.services['orders'], { clusters: ['moonbase'] })),
      [['services.orders.clusters.0', 'Add "moonbase" to meshwork:clusters.']],
    );
  });

  it('is no service of the mesh where it is a service of another', () => {
    const raw = withGateway();
    raw.ingressGateways.front.routes.shop.service = 'stock';
    const [problem] = ruleProblems(topologyOf(raw), {});
    assert.deepEqual(problem, {
      path: 'meshwork:ingressGateways.front.routes.shop.service',
      found: '"stock", which is no service of mesh blue',
      expected: 'one of orders',
      fix: 'Route to a service of mesh blue, or add a cluster of it to meshwork:services.stock.clusters.',
    });
  });
});
