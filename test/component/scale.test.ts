import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scaleConfiguration } from '../../bench/scale/configuration';
import { countsByType, expectedCounts } from '../../bench/scale/counts';
import { stateCost } from '../../bench/scale/state';
import { countCells, countColumns, stateCells } from '../../bench/scale/table';
import { deployMocked } from './deployment';

describe('a mesh of primaries in networks of their own', () => {
  for (const clusters of [2, 5, 10]) {
    it(`has as many resources of each type as the plan says, with ${clusters} clusters`, async () => {
      const { registrations } = await deployMocked(scaleConfiguration(clusters));
      assert.deepEqual(countsByType(registrations), expectedCounts(clusters));
    });
  }

  it('costs as much state with two clusters as was measured, and less without CRDs', () => {
    const measured = { state: 4_557_346, written: 555_038_249 };
    const { state, written } = stateCost(2, true);
    assert.ok(Math.abs(state - measured.state) < 1000 && Math.abs(written / measured.written - 1) < 0.001);
    assert.ok(stateCost(2, false).written < written / 3);
  });

  it('has the counts that the docs say', () => {
    const doc = readFileSync(join(__dirname, '..', '..', 'docs', 'explanation', 'scale.md'), 'utf8');
    for (const clusters of [2, 5, 10, 20, 50]) {
      const cells = countCells(countColumns(clusters, expectedCounts(clusters)));
      const row = doc.split('\n').find((line) => line.startsWith(cells));
      assert.ok(row, `docs/explanation/scale.md has no row that starts with ${cells}`);
      assert.ok(row.endsWith(stateCells(clusters)), `the row ${row} does not end with ${stateCells(clusters)}`);
    }
    const { cluster, mesh } = { mesh: expectedCounts(0), cluster: expectedCounts(1) };
    const sum = (counts: Record<string, number>) => countColumns(0, counts).total;
    assert.ok(doc.includes(`${sum(mesh)} + ${sum(cluster) - sum(mesh)} n + 2 n (n - 1)`), 'the formula is another one');
  });
});
