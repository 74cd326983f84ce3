import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configReference } from '../../../../model/reference/reference';
import { stackSchema } from '../../../../model/reference/stack-schema';
import { configSchema } from '../../../../model/schema/json-schema';

function descriptionsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'description' in schema && typeof schema.description === 'string' ? [schema.description] : [];
  return [...own, ...Object.values(schema).flatMap(descriptionsIn)];
}

describe('config reference', () => {
  const documented = (file: string) => readFileSync(join('docs', 'reference', file), 'utf8');

  it('matches the schema; `npm run reference` writes it anew', () => {
    assert.equal(documented('config.md'), configReference());
    assert.deepEqual(JSON.parse(documented('config.schema.json')), JSON.parse(JSON.stringify(stackSchema())));
  });

  it('has the schema’s description of every key', () => {
    const reference = configReference();
    const missing = descriptionsIn(configSchema()).filter((text) => !reference.includes(text));
    assert.deepEqual(missing, []);
    assert.match(reference, /`meshwork:services\.<name>\.reach\.by\.ingress\.class` \| string \| required/);
  });

  it('lists a key of several roles once, and says which take it', () => {
    const rows = configReference().split('\n');
    const rowsOf = (key: string) => rows.filter((row) => row.startsWith(`| \`meshwork:clusters.<name>.${key}\` |`));
    assert.equal(rowsOf('role').length, 1);
    assert.match(rowsOf('role')[0] ?? '', /`"primary"`, `"remote"`, `"standalone"` \| required/);
    assert.match(rowsOf('primary')[0] ?? '', /required .* Only with `role: remote`\. \|$/);
    assert.match(rowsOf('mesh')[0] ?? '', /required .* Only with `role: primary` or `role: remote`\. \|$/);
    assert.doesNotMatch(rowsOf('network')[0] ?? '', /Only with/);
  });

  it('shows defaults that are mappings, and the types of entries of lists', () => {
    assert.match(configReference(), /`meshwork:istio\.charts` \| object \| `\{"repository":"https:/);
    assert.match(configReference(), /sourceRanges` \| array of string \|/);
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
