import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

describe("the README's commands for tests", () => {
  it('run the unit tier by itself', () => {
    assert.match(readFileSync('README.md', 'utf8'), /`npm run test:unit`/);
    // Of the tier that runs already, one test will do.
    const args = ['run', 'test:unit', '--', '--grep', 'durations of tests are added up by file'];
    const { status, stderr, stdout } = spawnSync('npm', args, { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /\n1 passed, 0 failed\n$/);
  });
});
