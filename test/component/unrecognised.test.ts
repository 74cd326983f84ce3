import { strict as assert } from 'node:assert';
import { noMesh, primaryRemote } from '../unit/model/specimen';
import { deployMocked } from './deployment';
import { unrecognised } from './names';

type Raw = Parameters<typeof deployMocked>[0];

/** Fails if a stack cannot change from one configuration to another, or back. */
async function assertBothWays(one: Raw, other: Raw): Promise<void> {
  const [first, second] = [(await deployMocked(one)).registrations, (await deployMocked(other)).registrations];
  assert.deepEqual(unrecognised(first, second), []);
  assert.deepEqual(unrecognised(second, first), []);
}

describe('objects that stay in a cluster', () => {
  it('are recognised when a remote becomes a primary, and back', async () => {
    for (const gateway of [{}, { address: 'hostname', hostname: 'istiod.example.org' }]) {
      const remote = primaryRemote();
      remote.networks['net-east'] = { gateway };
      const primary = {
        ...remote,
        clusters: { ...remote.clusters, west: { ...remote.clusters['west'], role: 'primary' } },
      };
      delete (primary.clusters.west as { primary?: unknown }).primary;
      await assertBothWays(remote, primary);
    }
  });

  it('are recognised when a cluster that uses a service joins its mesh, and back', async () => {
    const outside = {
      ...noMesh(),
      istio: { version: '1.31.1' },
      meshes: { blue: { trustDomain: 'blue.example', dns: 'stubs' } },
    };
    const member = { mesh: 'blue', network: 'lan', role: 'primary' };
    outside.clusters['east'] = member;
    const { reach, ...within } = outside.services['orders'] ?? {};
    assert.ok(reach);
    await assertBothWays(outside, {
      ...outside,
      clusters: { east: member, west: member },
      services: { orders: within },
    } as Raw);
  });
});
