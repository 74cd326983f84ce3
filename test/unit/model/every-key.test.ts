import { strict as assert } from 'node:assert';
import { configSchema } from '../../../model/schema/json-schema';
import { everyKey, pathsIn } from './every-key';
import { specOf } from './specimen';

/** The names of all keys of a JSON Schema, wherever they stand in it. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && typeof schema.properties === 'object' ? (schema.properties ?? {}) : {};
  return [...Object.keys(own), ...Object.values(schema).flatMap(keysOf)];
}

describe('the configuration that has every key', () => {
  it('has the right shape', () => {
    assert.equal(specOf(everyKey()).istio?.version, '1.31.1');
  });

  it('has every key of the schema but the other sources of charts', () => {
    const written = new Set(pathsIn(everyKey()).flat());
    const missing = new Set(keysOf(configSchema()).filter((key) => !written.has(key)));
    assert.deepEqual([...missing].sort(), ['oci', 'repository']);
  });
});
