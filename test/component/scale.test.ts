import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scaleConfiguration } from '../../bench/scale/configuration';
import { countsByType, expectedCounts } from '../../bench/scale/counts';
import { countCells, countColumns } from '../../bench/scale/table';
import { deployMocked } from './deployment';

describe('a mesh of primaries in networks of their own', () => {
  for (const clusters of [2, 5, 10]) {
    it(`has as many resources of each type as the plan says, with ${clusters} clusters`, async () => {
      const { registrations } = await deployMocked(scaleConfiguration(clusters));
      assert.deepEqual(countsByType(registrations), expectedCounts(clusters));
    });
  }

  it('has the counts that the docs say', () => {
    const doc = readFileSync(join(__dirname, '..', '..', 'docs', 'explanation', 'scale.md'), 'utf8');
    for (const clusters of [2, 5, 10, 20, 50]) {
      const cells = countCells(countColumns(clusters, expectedCounts(clusters)));
      assert.ok(doc.includes(cells), `docs/explanation/scale.md has no row that starts with ${cells}`);
    }
    const { cluster, mesh } = { mesh: expectedCounts(0), cluster: expectedCounts(1) };
    const sum = (counts: Record<string, number>) => countColumns(0, counts).total;
    assert.ok(doc.includes(`${sum(mesh)} + ${sum(cluster) - sum(mesh)} n + 2 n (n - 1)`), 'the formula is another one');
  });
});
