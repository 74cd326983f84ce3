import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type Addition, ADDED, additions } from '../unit/model/plan/additions';
import { deployMocked } from './deployment';
import { keyOf, namesTwice } from './names';
import type { Registration } from './recording';

describe('the resources of any configuration, when a cluster is added', () => {
  it('stay as they are, by name, type, provider and inputs; only an istiod opens for its first remote or is told of a new network, and gateways open for their second one', async () => {
    await fc.assert(
      fc.asyncProperty(additions, async (addition) => {
        const before = await deployMocked(addition.before);
        const after = await deployMocked(addition.after);
        const found = new Map(after.registrations.map((registration) => [keyOf(registration), registration]));
        const opened = openedIstiod(addition, before.registrations);
        const changed = new Set([...widenedExposures(addition), ...toldIstiods(addition)]);
        for (const registration of before.registrations) {
          if (registration === opened || changed.has(registration.name)) assert.ok(found.has(keyOf(registration)));
          else assert.deepEqual(found.get(keyOf(registration)), registration);
        }
        // The same name twice would be refused by the engine or an API server, not by mocks.
        assert.deepEqual(namesTwice(after.registrations), []);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});

/** The istiod chart of a primary that serves its first remote: its istiod is opened (model/plan has the exact values in its tests). */
function openedIstiod({ added, before }: Addition, registrations: readonly Registration[]): Registration | undefined {
  const { primary } = added;
  const served = Object.values(before.clusters).some((cluster) => cluster.primary === primary);
  if (primary === undefined || served) return undefined;
  const opened = registrations.find(({ name }) => name === `${primary}-control-plane-default-istiod`);
  assert.ok(opened, `${primary} has no istiod chart, and ${ADDED} needs it`);
  return opened;
}

/**
 * The istiod charts that are told the static address of a network that the cluster brings into their mesh, or, where their mesh has static addresses, that
 * start anew for MeshNetworks from now on because nodes announce the gateway of that network (docs/adr/0014).
 */
function toldIstiods({ added: { mesh, network }, after, before }: Addition): string[] {
  const members = Object.entries(before.clusters).filter(([, cluster]) => cluster.mesh === mesh);
  const isStatic = (name: string) => after.networks[name]?.gateway?.static !== undefined;
  const announced = !isStatic(network) && after.networks[network]?.gateway?.['service'] === 'nodePort';
  if (!isStatic(network) && !(announced && members.some(([, cluster]) => isStatic(cluster.network)))) return [];
  const primaries = members.filter(([, { role }]) => role === 'primary');
  return primaries.map(([name]) => `${name}-control-plane-default-istiod`);
}

/** The exposure of services in a mesh that comes to span networks: it widens from exports to every service (model/plan has the exact hosts). */
function widenedExposures({ before, added }: Addition): Set<string> {
  const members = Object.entries(before.clusters).filter(([, { mesh }]) => mesh !== undefined && mesh === added.mesh);
  const networks = new Set(members.map(([, { network }]) => network));
  if (networks.size !== 1 || networks.has(added.network)) return new Set();
  const names = members.map(([name]) => `${name}-service-exposure`);
  return new Set(names.flatMap((name) => [name, `${name}-gateway`]));
}
