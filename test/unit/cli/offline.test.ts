import { strict as assert } from 'node:assert';
import { offlinePlaces, withoutOffline } from '../../../cli/offline';
import type { Reading } from '../../../config/read';
import { plan } from '../../../model/plan/plan';
import { resolve } from '../../../model/topology/resolve';
import { specOf, withMachine } from '../model/specimen';

function reading(cluster: string, machine: string): Reading {
  const raw = withMachine();
  raw.clusters['west'] = { ...raw.clusters['west'], state: cluster };
  raw.virtualMachines['vm-1'] = { ...raw.virtualMachines['vm-1'], state: machine };
  const spec = specOf(raw);
  return { spec, plan: plan(resolve(spec)), accesses: {} };
}

describe('verify: places that are offline', () => {
  it('are found', () => {
    assert.deepEqual(offlinePlaces(reading('active', 'active').plan), []);
    assert.deepEqual(offlinePlaces(reading('offline', 'offline').plan), [
      { kind: 'cluster', name: 'west' },
      { kind: 'machine', name: 'vm-1' },
    ]);
  });

  it('are neither asked nor called, and no istiod has to have them in sync', () => {
    const whole = reading('offline', 'offline');
    const { clusters, workloadGroups } = withoutOffline(whole).plan;
    assert.deepEqual(
      whole.plan.clusters.map(({ name, remoteSecrets }) => [name, remoteSecrets.length]),
      [
        ['east', 1],
        ['west', 0],
      ],
    );
    assert.deepEqual(
      clusters.map(({ name, remoteSecrets }) => [name, remoteSecrets.length]),
      [['east', 0]],
    );
    assert.deepEqual(
      workloadGroups.map(({ machines }) => machines.length),
      [0],
    );
  });
});
