import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Membership, NO_CLUSTERS, planMembership } from '../../../lab/membership';
import type { ClusterRequest } from '../../../lab/network/plan';

const [EAST, WEST, NORTH] = ['east', 'west', 'north'].map((name) => ({ name, network: `net-${name}` })) as [
  ClusterRequest,
  ClusterRequest,
  ClusterRequest,
];

/** A lab whose planned change has been carried out. */
function completed({ clusters, joining }: Membership): Membership {
  return { clusters: [...clusters, ...joining].sort((a, b) => a.number - b.number), joining: [], leaving: [] };
}

function lab(...clusters: ClusterRequest[]): Membership {
  return completed(planMembership(NO_CLUSTERS, clusters));
}

function numbers(clusters: Membership['clusters']): string[] {
  return clusters.map(({ name, number }) => `${name} ${number}`);
}

describe('membership of a running lab', () => {
  it('adds a cluster with a free number, wherever its name sorts', () => {
    const running = lab(EAST, WEST);
    const planned = planMembership(running, [NORTH, WEST, EAST]);
    assert.deepEqual(planned.clusters, running.clusters);
    assert.deepEqual(numbers(planned.joining), ['north 3']);
    assert.deepEqual(planned.leaving, []);
  });

  it('ends clusters that are left out, and gives their numbers to those that come', () => {
    const planned = planMembership(lab(EAST, NORTH, WEST), [EAST, WEST, { name: 'south', network: 'net' }]);
    assert.deepEqual(numbers(planned.clusters), ['east 1', 'west 3']);
    assert.deepEqual(numbers(planned.joining), ['south 2']);
    assert.deepEqual(numbers(planned.leaving), ['north 2']);
  });

  it('keeps its clusters if none are asked for, and finishes an interrupted change', () => {
    const running = lab(EAST, WEST);
    assert.deepEqual(planMembership(running), running);
    const cutOff = planMembership(running, [EAST, NORTH]);
    const next = planMembership(cutOff);
    assert.deepEqual(numbers(next.clusters), ['east 1']);
    assert.deepEqual(numbers(next.joining), ['north 2']);
    assert.deepEqual(numbers(next.leaving), ['west 2', 'north 2']);
  });

  it('begins a cluster anew that was being taken away', () => {
    const cutOff = planMembership(lab(EAST, WEST), [EAST]);
    const planned = planMembership(cutOff, [EAST, WEST]);
    assert.deepEqual(numbers(planned.leaving), ['west 2']);
    assert.deepEqual(numbers(planned.joining), ['west 2']);
  });

  it('refuses to move a connected cluster to another network', () => {
    assert.throws(
      () => planMembership(lab(EAST, WEST), [EAST, { name: 'west', network: 'net-east' }]),
      /west runs in network net-west and cannot be moved to net-east/,
    );
  });

  it('keeps the nodes of a running cluster if no number of them is asked for, and refuses another number', () => {
    const running = lab({ ...EAST, nodes: 2 }, WEST);
    assert.deepEqual(planMembership(running, [EAST, WEST]).clusters, running.clusters);
    assert.throws(
      () => planMembership(running, [EAST, { ...WEST, nodes: 2 }]),
      /west runs with 1 node and cannot have 2 while it runs\. Leave it out of --clusters once/,
    );
    const cutOff = planMembership(NO_CLUSTERS, [{ ...EAST, nodes: 2 }]);
    assert.deepEqual(planMembership(cutOff).joining[0]?.nodes.length, 2);
  });

  it('fulfils any wish, never moves a cluster that stays, and forgets none, after any number of interruptions', () => {
    const wish = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(wish, fc.boolean()), { minLength: 1 }), (wishes) => {
        let known = NO_CLUSTERS;
        for (const [names, finished] of wishes) {
          const wanted = names.map((name) => ({ name, network: 'net' }));
          const planned = planMembership(known, wanted);
          const result = completed(planned).clusters;
          assert.deepEqual(result.map(({ name }) => name).sort(), [...names].sort());
          assert.equal(new Set(result.map(({ number }) => number)).size, result.length);
          for (const cluster of known.clusters) {
            assert.ok(planned.clusters.includes(cluster) !== planned.leaving.includes(cluster));
          }
          for (const cluster of [...known.joining, ...known.leaving]) assert.ok(planned.leaving.includes(cluster));
          known = finished ? completed(planned) : planned;
        }
      }),
    );
  });
});
