import { strict as assert } from 'node:assert';
import * as pulumi from '@pulumi/pulumi';
import { stringify } from 'yaml';
import { rawConfiguration } from '../../../config/raw';
import { readStackConfig } from '../../../config/stack-config';
import { noMesh } from '../model/specimen';

const TOKEN = 'VERYSECRETTOKEN';

function kubeconfig(name: string, host: string): string {
  return stringify({
    'current-context': name,
    clusters: [{ name, cluster: { server: `https://${host}:6443` } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { token: TOKEN } }],
  });
}

/** Hands a configuration to the runtime as the engine does: values as text, and the keys that hold secrets. */
function setConfig(raw: Readonly<Record<string, unknown>>, secrets: string[]): void {
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(raw).map(([key, value]) => [`meshwork:${key}`, JSON.stringify(value)])),
    secrets,
  );
}

describe('the config of a running stack', () => {
  const kubeconfigs = { east: kubeconfig('east', '192.0.2.1'), west: kubeconfig('west', '192.0.2.2') };

  afterEach(() => pulumi.runtime.setAllConfig({}, []));

  it('takes secrets in kubeconfigs', () => {
    setConfig({ ...noMesh(), kubeconfigs }, ['meshwork:kubeconfigs']);
    assert.deepEqual(Object.keys(readStackConfig().accesses), ['east', 'west']);
  });

  it('refuses a secret in any other key, and shows nothing of it', () => {
    const istio = { version: TOKEN, values: { istiod: { env: { X: TOKEN } } } };
    setConfig({ ...noMesh(), kubeconfigs, istio, verify: TOKEN }, [
      'meshwork:kubeconfigs',
      'meshwork:istio',
      'meshwork:verify',
    ]);
    assert.throws(readStackConfig, (error: Error) => {
      assert.ok(error instanceof pulumi.RunError);
      assert.match(error.message, /^2 problems/);
      assert.match(error.message, /meshwork:istio\n +found: +a secret, as the whole value or somewhere in it\n/);
      assert.match(error.message, /meshwork:verify\n/);
      assert.ok(!error.message.includes(TOKEN));
      // The SDK would format it, which takes Node.js 20 a quarter of a minute.
      assert.equal(error.stack, undefined);
      return true;
    });
  });

  it('leaves secrets of other projects’ keys alone', () => {
    assert.deepEqual(rawConfiguration({ 'aws:secretKey': { value: TOKEN, secret: true } }), {});
  });
});
