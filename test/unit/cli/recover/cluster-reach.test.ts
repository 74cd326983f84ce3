import { strict as assert } from 'node:assert';
import { clusterReach } from '../../../../cli/recover/cluster-reach';
import { plan } from '../../../../model/plan/plan';
import { primaryRemote, topologyOf } from '../../model/specimen';

/** The configuration of S3: east serves west. */
function reach(silent: readonly string[], state = 'active') {
  const raw = primaryRemote();
  raw.clusters['west'] = { ...raw.clusters['west'], state };
  return clusterReach(plan(topologyOf(raw)), new Set(silent));
}

describe('the clusters that recovery looks at', () => {
  it('are all of the plan if all answer', () => {
    assert.deepEqual(reach([]), { asked: new Set(['east', 'west']), away: new Set(), offline: [], unserved: [] });
  });

  it('are none that does not answer', () => {
    assert.deepEqual(reach(['west']), { asked: new Set(['east']), away: new Set(['west']), offline: [], unserved: [] });
  });

  it('are no remote of one that does not answer', () => {
    const { asked, away, unserved } = reach(['east']);
    assert.deepEqual([asked, away, unserved], [new Set(), new Set(['east', 'west']), ['west']]);
  });

  it('are none that is offline', () => {
    const { asked, away, offline, unserved } = reach([], 'offline');
    assert.deepEqual([asked, away, offline, unserved], [new Set(['east']), new Set(['west']), ['west'], []]);
  });
});
