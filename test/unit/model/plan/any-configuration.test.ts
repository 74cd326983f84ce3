import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { plan } from '../../../../model/plan/plan';
import { ruleProblems } from '../../../../model/rules/rules';
import { topologyOf } from '../specimen';
import { type Configuration, configurations, homeOf } from './configurations';
import { eastWestGatewayOf } from '../../../../model/plan/cluster-plan';

const RUNS = { numRuns: 1000 };

describe('any right configuration', () => {
  it('passes the rules', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const servers = Object.fromEntries(Object.keys(raw.clusters).map((name) => [name, `https://${name}.example`]));
        assert.deepEqual(ruleProblems(topologyOf(raw), servers), []);
      }),
      RUNS,
    );
  });

  it('has one plan for any order of keys at every level', () => {
    fc.assert(
      fc.property(configurations, fc.compareFunc<string>(), (raw, compare) => {
        assert.deepEqual(plan(topologyOf(reordered(raw, compare))), plan(topologyOf(raw)));
      }),
      RUNS,
    );
  });

  it('has every cluster in its plan once, by name', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const { clusters, standalone } = plan(topologyOf(raw));
        const named = (role: (role: string) => boolean) =>
          Object.keys(raw.clusters)
            .filter((name) => role(raw.clusters[name]?.role ?? ''))
            .sort();
        assert.deepEqual(
          clusters.map(({ name }) => name),
          named((role) => role !== 'standalone'),
        );
        assert.deepEqual(
          standalone.map(({ name }) => name),
          named((role) => role === 'standalone'),
        );
      }),
      RUNS,
    );
  });

  it('has a remote secret for every ordered pair of a primary and another cluster of its mesh, and none else', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const { clusters } = plan(topologyOf(raw));
        for (const watcher of clusters) {
          const expected = clusters
            .filter((watched) => watcher.role === 'primary' && watched.mesh === watcher.mesh && watched !== watcher)
            .map(({ name }) => name);
          assert.deepEqual(
            watcher.remoteSecrets.map(({ watched }) => watched),
            expected,
          );
        }
      }),
      RUNS,
    );
  });

  it('has a reader token in the clusters that others watch, and in no other', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        const { clusters } = plan(topologyOf(raw));
        const watched = new Set(clusters.flatMap(({ remoteSecrets }) => remoteSecrets.map((secret) => secret.watched)));
        for (const { name, readerTokenGeneration } of clusters) {
          const generation = raw.clusters[name]?.readerToken?.generation ?? 1;
          assert.equal(readerTokenGeneration, watched.has(name) ? generation : undefined);
        }
      }),
      RUNS,
    );
  });

  it('has a gateway in each cluster of a mesh that spans networks, and in each primary with remotes', () => {
    fc.assert(
      fc.property(configurations, (raw) => {
        for (const { gateways, mesh, name } of plan(topologyOf(raw)).clusters) {
          const gateway = eastWestGatewayOf({ gateways });
          const needed = networksOf(mesh, raw).size > 1 || hasRemotes(name, raw);
          if (needed) assert.ok(gateway, `${name} has no gateway`);
          // One that exports services to another mesh may have gateways for these alone.
          else if (!exportsServices(mesh, raw)) assert.equal(gateway, undefined, `${name} has a gateway`);
        }
      }),
      RUNS,
    );
  });
});

/** The same data with the keys of every object, however deep, in the order of a comparison. */
function reordered(value: unknown, compare: (one: string, other: string) => number): unknown {
  if (Array.isArray(value)) return value.map((entry) => reordered(entry, compare));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => compare(one, other));
  return Object.fromEntries(entries.map(([key, entry]) => [key, reordered(entry, compare)]));
}

function networksOf(mesh: string, { clusters }: Configuration): Set<string> {
  const members = Object.values(clusters).filter((cluster) => cluster.mesh === mesh);
  return new Set(members.map(({ network }) => network));
}

function hasRemotes(name: string, { clusters }: Configuration): boolean {
  return Object.values(clusters).some(({ primary }) => primary === name);
}

function exportsServices(mesh: string, { clusters, federations, services }: Configuration): boolean {
  const exported = Object.values(federations).flatMap(({ exports }) => Object.keys(exports));
  return exported.some((name) => services[name] !== undefined && homeOf(services[name], clusters) === mesh);
}
