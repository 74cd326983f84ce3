import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configReference, configSchema } from '../../../spec/reference';

describe('config reference', () => {
  const documented = (file: string) => readFileSync(join('docs', 'reference', file), 'utf8');

  it('is what the schema says; `npm run reference` writes it anew', () => {
    assert.equal(documented('config.md'), configReference());
    assert.deepEqual(JSON.parse(documented('config.schema.json')), JSON.parse(JSON.stringify(configSchema())));
  });

  it('explains every key', () => {
    const rows = configReference()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    assert.ok(rows.length > 30);
    assert.deepEqual(
      rows.filter((row) => row.endsWith('|  |')),
      [],
    );
  });
});
