import { strict as assert } from 'node:assert';
import { leavingOut } from '../../../config/left-out-variable';
import { endOfRecovery, isRecovery, leftOutClusters, withoutLeftOut } from '../../../config/left-out';
import { offlineClusters } from '../../../model/plan/deployed-plan';
import { plan } from '../../../model/plan/plan';
import { primaryRemote, topologyOf } from '../model/specimen';

/** The configuration of S3: east serves west. */
const TOPOLOGY = topologyOf(primaryRemote());
const S3 = plan(TOPOLOGY);

describe('clusters that one run leaves out', () => {
  it('are those that the environment names', () => {
    assert.deepEqual(leftOutClusters(S3, leavingOut(['west'])), new Set(['west']));
    assert.deepEqual(leftOutClusters(S3, leavingOut([])), new Set());
    assert.deepEqual(leftOutClusters(S3, {}), new Set());
  });

  it('have to be there', () => {
    assert.throws(
      () => leftOutClusters(S3, { MESHWORK_LEAVE_OUT: 'wset' }),
      /meshwork:clusters\.wset\n {4}found: {4}no such cluster, but the environment variable MESHWORK_LEAVE_OUT names it\n {4}expected: one of east, west/,
    );
  });

  it('are offline in the plan, with the remotes that they serve, and nothing is where none is named', () => {
    const reading = { spec: TOPOLOGY.spec, plan: S3, accesses: {} };
    const east = withoutLeftOut(reading, leavingOut(['east']));
    assert.deepEqual(offlineClusters(east.plan), new Set(['east', 'west']));
    assert.deepEqual(withoutLeftOut(reading, {}), reading);
  });

  it('make a run of recovery end before the engine deletes what was not registered, and only then', () => {
    const reading = { spec: TOPOLOGY.spec, plan: S3, accesses: {} };
    endOfRecovery(reading.plan);
    const without = withoutLeftOut(reading, leavingOut(['west']));
    assert.throws(() => {
      endOfRecovery(without.plan);
    }, /This run left out places that are away, because MESHWORK_LEAVE_OUT is set/);
    assert.deepEqual([isRecovery({}), isRecovery(leavingOut([]))], [false, true]);
  });
});
