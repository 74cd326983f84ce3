import { strict as assert } from 'node:assert';
import { parse, stringify } from 'yaml';
import { readConfiguration } from '../../../config/read';
import { ConfigurationError } from '../../../model/problems/problem';
import { everyKey, pathsIn, withValueAt } from '../model/every-key';

const TOKEN = 'VERYSECRETTOKEN';

const KUBECONFIG = stringify({
  users: [{ name: 'east', user: { token: TOKEN } }],
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'east', cluster: { server: 'https://192.0.2.1:6443' } }],
  contexts: [{ name: 'east', context: { cluster: 'east', user: 'east' } }],
});

const JSON_TEXT = JSON.stringify(parse(KUBECONFIG));

/** A kubeconfig as people have it at hand. */
const FORMS: Readonly<Record<string, unknown>> = {
  'YAML text': KUBECONFIG,
  'JSON text': JSON_TEXT,
  'short JSON text': JSON.stringify({ token: TOKEN }),
  'base64 text': Buffer.from(JSON_TEXT).toString('base64'),
  mapping: parse(KUBECONFIG) as unknown,
  'list of texts': [KUBECONFIG, JSON_TEXT],
};

const ENCODED = Buffer.from(JSON_TEXT).toString('base64').slice(0, 40);

/** The message about a configuration that must be refused. */
function refusal(raw: Record<string, unknown>): string {
  try {
    readConfiguration(raw, { KUBECONFIG: '/nowhere/kubeconfig' });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message + JSON.stringify(error.problems);
    throw error;
  }
  assert.fail('accepted');
}

describe('a secret in the wrong place', () => {
  for (const [form, value] of Object.entries(FORMS))
    it(`is in no message, at any key: a kubeconfig as ${form}`, () => {
      const shownAt = pathsIn(everyKey()).filter((path) => {
        const text = refusal(withValueAt(everyKey(), path, value));
        return text.includes(TOKEN) || text.includes(ENCODED);
      });
      assert.deepEqual(shownAt, []);
    });

  it('is in no message where kubeconfigs belong, not even a bare token', () => {
    const { clusters } = everyKey();
    for (const kubeconfig of [TOKEN, [TOKEN], { path: [TOKEN] }, { context: [TOKEN] }]) {
      const raw = { ...everyKey(), clusters: { ...clusters, east: { ...clusters.east, kubeconfig } } };
      assert.ok(!refusal(raw).includes(TOKEN), JSON.stringify(kubeconfig));
    }
    for (const kubeconfigs of [TOKEN, [TOKEN], { apart: TOKEN }, { apart: { token: TOKEN } }, { apart: [TOKEN] }])
      assert.ok(!refusal({ ...everyKey(), kubeconfigs }).includes(TOKEN), JSON.stringify(kubeconfigs));
  });
});
