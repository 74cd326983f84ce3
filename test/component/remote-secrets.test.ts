import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfiguration } from '../../config/read';
import { primaryRemote } from '../unit/model/specimen';
import { deployReading } from './deployment';
import { isSecret, revealed } from './recording';

const AUTHORITY = readFileSync(join(__dirname, '..', 'unit', 'cli', 'fixtures', 'root.pem'), 'utf8');

/** A kubeconfig whose cluster says more than its address. */
function kubeconfig(name: string): string {
  const cluster = {
    server: `https://${name}.example:6443`,
    'tls-server-name': 'kubernetes',
    'proxy-url': 'http://user:password@proxy.example:3128',
    'certificate-authority-data': Buffer.from(AUTHORITY).toString('base64'),
    extensions: [{ name: 'note', extension: {} }],
  };
  return JSON.stringify({
    'current-context': name,
    clusters: [{ name, cluster }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { token: `token-of-${name}` } }],
  });
}

describe('remote secrets', () => {
  it('lead to the API server as the kubeconfig does, and are secret with all that is in them', async () => {
    const kubeconfigs = { east: kubeconfig('east'), west: kubeconfig('west') };
    const { registrations } = await deployReading(readConfiguration({ ...primaryRemote(), kubeconfigs }, {}));
    const secret = registrations.find(({ name }) => name === 'east-remote-secret.west-secret');
    const data = secret?.inputs['stringData'];
    assert.ok(isSecret(data));
    const { west = '' } = revealed(data) as Record<string, string>;
    const { clusters, users } = JSON.parse(west) as { clusters: { cluster: Record<string, string> }[]; users: unknown };
    const { 'certificate-authority-data': authorities, ...cluster } = clusters[0]?.cluster ?? assert.fail();
    assert.deepEqual(cluster, {
      server: 'https://west.example:6443',
      'tls-server-name': 'kubernetes',
      'proxy-url': 'http://user:password@proxy.example:3128',
    });
    assert.ok(
      Buffer.from(authorities ?? '', 'base64')
        .toString()
        .endsWith(AUTHORITY),
    );
    assert.deepEqual(users, [{ name: 'west', user: { token: 'reader-token' } }]);
    const elsewhere = registrations.filter(({ inputs }) => JSON.stringify(inputs).includes('user:password'));
    assert.deepEqual(
      elsewhere.filter(({ inputs }) => !isSecret(inputs['kubeconfig']) && !isSecret(inputs['stringData'])),
      [],
    );
  });
});
