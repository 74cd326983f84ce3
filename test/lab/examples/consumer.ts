import { strict as assert } from 'node:assert';
import { X509Certificate } from 'node:crypto';
import type { Lab } from '../../../lab/lab';

interface ConfigMap {
  readonly data: Readonly<Record<string, string>>;
}

/**
 * Deploys the application's stack of examples/consumer beside a running mesh `blue` with a gateway in `east`, compares what it read with what the mesh's
 * own clusters say, and removes it.
 */
export async function showsConsumer(lab: Lab): Promise<void> {
  const pulumi = (...args: string[]) =>
    lab.run(['pulumi', '--cwd', 'examples/consumer', ...args, '--non-interactive', '--stack', 'dev']);
  const read = async (cluster: string, ...what: string[]) =>
    JSON.parse(await lab.kubectl(cluster, ...what, '-o', 'json')) as ConfigMap;
  await lab.run([
    'pulumi',
    '--cwd',
    'examples/consumer',
    'stack',
    'select',
    '--create',
    '--secrets-provider',
    'passphrase',
    'dev',
  ]);
  await pulumi('up', '--yes', '--skip-preview');
  const { data } = await read('west', '-n', 'default', 'get', 'configmap', 'mesh-blue');
  const service = await lab.kubectl(
    'east',
    ...['-n', 'istio-system', 'get', 'service', 'istio-eastwestgateway'],
    ...['-o', 'jsonpath={.status.loadBalancer.ingress[*].ip}'],
  );
  assert.notEqual(service, '');
  assert.equal(data['gateway-addresses'], service.split(' ').join(','));
  assert.equal(data['gateway-port'], '15443');
  assert.equal(data['trust-domain'], 'blue.example');
  const given = await read('east', '-n', 'istio-system', 'get', 'configmap', 'istio-ca-root-cert');
  const fingerprint = (pem: string | undefined) => new X509Certificate(pem ?? '').fingerprint256;
  assert.equal(fingerprint(data['root-cert.pem']), fingerprint(given.data['root-cert.pem']));
  await pulumi('preview', '--expect-no-changes');
  await pulumi('destroy', '--yes', '--skip-preview');
  assert.equal(await lab.kubectl('west', '-n', 'default', 'get', 'configmap', 'mesh-blue', '--ignore-not-found'), '');
}
