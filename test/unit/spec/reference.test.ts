import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configReference, configSchema } from '../../../spec/reference';

function descriptionsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'description' in schema && typeof schema.description === 'string' ? [schema.description] : [];
  return [...own, ...Object.values(schema).flatMap(descriptionsIn)];
}

describe('config reference', () => {
  const documented = (file: string) => readFileSync(join('docs', 'reference', file), 'utf8');

  it('is what the schema says; `npm run reference` writes it anew', () => {
    assert.equal(documented('config.md'), configReference());
    assert.deepEqual(JSON.parse(documented('config.schema.json')), JSON.parse(JSON.stringify(configSchema())));
  });

  it('says whatever the schema says of a key, wherever that stands in it', () => {
    const reference = configReference();
    const missing = descriptionsIn(configSchema()).filter((text) => !reference.includes(text));
    assert.deepEqual(missing, []);
    assert.match(reference, /`meshwork:services\.<name>\.reach\.by\.ingress\.class` \| string \| required/);
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
