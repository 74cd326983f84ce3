import { strict as assert } from 'node:assert';
import { Example } from '../../../examples/example';
import type { Lab } from '../../../lab/lab';
import { removeLab, temporaryLab } from '../lab/temporary-lab';
import { routes, showsInLab, watches } from './system';

/** Two clusters in one network carry both systems, one after the other: each has to leave nothing to the next. */
describe('systems in one network', () => {
  let lab: Lab;

  before(async () => {
    lab = await temporaryLab();
    await lab.up(Example.find('s4-multi-primary-one-network')?.clusters());
  });

  after(() => removeLab(lab));

  const DIRECT = ['east → east: direct', 'east → west: direct', 'west → east: direct', 'west → west: direct'];

  describe('several primaries (S4)', () => {
    showsInLab(
      's4-multi-primary-one-network',
      () => lab,
      (report) => {
        assert.deepEqual(routes(report), DIRECT);
        assert.deepEqual(watches(report), ['east: east, west', 'west: east, west']);
        assert.deepEqual(
          new Set(report.certificates.map(({ cluster, signedBy }) => `${cluster} by ${signedBy}`)),
          new Set(['east by east', 'west by west']),
        );
      },
    );
  });

  describe('primary and remote (S2)', () => {
    showsInLab(
      's2-primary-remote-one-network',
      () => lab,
      (report) => {
        assert.deepEqual(routes(report), DIRECT);
        assert.deepEqual(watches(report), ['east: east, west']);
        assert.deepEqual(
          new Set(report.certificates.map(({ cluster, signedBy }) => `${cluster} by ${signedBy}`)),
          new Set(['east by east', 'west by east']),
        );
      },
    );
  });
});
