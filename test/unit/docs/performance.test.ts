import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('performance page', () => {
  it('says how many resources it measured: those that the lab test sees previewed on an empty stack', () => {
    const page = readFileSync(join('docs', 'explanation', 'performance.md'), 'utf8');
    const preview = readFileSync(join('test', 'lab', 'primary-remote', 'expected-preview.txt'), 'utf8');
    assert.ok(page.includes(`(${preview.trimEnd().split('\n').length} resources)`));
  });
});
