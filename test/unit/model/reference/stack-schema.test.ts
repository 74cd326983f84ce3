import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { Example } from '../../../../examples/example';
import { mergeValues, type Values } from '../../../../model/plan/values';
import { stackSchema } from '../../../../model/reference/stack-schema';
import { everyKey } from '../every-key';

describe('schema of stack files', () => {
  const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(stackSchema())) as Parameters<typeof z.fromJSONSchema>[0]);
  const stackOf = (file: string) => parse(readFileSync(file, 'utf8')) as Values;
  const accepts = (stack: unknown) => schema.safeParse(stack).success;
  const devWith = (config: Values) => mergeValues(stackOf('Pulumi.dev.yaml'), { config });

  it('accepts the dev stack, the examples, and every key', () => {
    for (const file of ['Pulumi.dev.yaml', ...Example.all().map(({ configFile }) => configFile)])
      assert.deepEqual(schema.safeParse(stackOf(file)).error, undefined, file);
    const named = Object.entries(everyKey()).map(([key, value]) => [`meshwork:${key}`, value]);
    assert.ok(accepts({ config: Object.fromEntries(named) as Values }));
  });

  it('accepts keys of other programs, and kubeconfigs in clear or encrypted', () => {
    assert.ok(accepts(devWith({ 'aws:region': 'eu-central-1' })));
    assert.ok(accepts(devWith({ 'meshwork:kubeconfigs': { east: 'apiVersion: v1', west: { secure: 'v1:AAAA' } } })));
  });

  it('refuses unknown keys, at the top and further down, and values of another type', () => {
    assert.ok(!accepts(devWith({ 'meshwork:cluster': {} })));
    assert.ok(!accepts(devWith({ 'meshwork:networks': { 'net-east': { gatway: {} } } })));
    assert.ok(!accepts(devWith({ 'meshwork:istio': { version: 1.31 } })));
  });
});
