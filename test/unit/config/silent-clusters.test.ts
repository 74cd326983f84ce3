import { strict as assert } from 'node:assert';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { refusal, silentClusters } from '../../../config/silent-clusters';
import { plan } from '../../../model/plan/plan';
import { primaryRemote, topologyOf } from '../model/specimen';

/** The configuration of S3 whose API servers are at these addresses. */
function reading(east: string, west: string, state = 'active') {
  const raw = primaryRemote();
  raw.clusters['west'] = { ...raw.clusters['west'], state };
  const access = (server: string) => ({ server, kubeconfig: '', cluster: { server } });
  return { plan: plan(topologyOf(raw)), accesses: { east: access(east), west: access(west) } };
}

describe('clusters that do not answer', () => {
  let server: Server;
  let closed: string;

  before(async () => {
    server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closed = 'https://127.0.0.1:1';
  });
  after(() => server.close());

  it('are told with the reason', async () => {
    const { port } = server.address() as AddressInfo;
    const silent = await silentClusters(reading(`https://127.0.0.1:${port}`, closed), {});
    assert.deepEqual(
      silent.map(({ name }) => name),
      ['east', 'west'],
    );
    assert.equal(silent[1]?.reason, 'connect ECONNREFUSED 127.0.0.1:1');
  });

  it('are not asked where they are offline, nor behind a proxy', async () => {
    const only = await silentClusters(reading(closed, closed, 'offline'), {});
    assert.deepEqual(
      only.map(({ name }) => name),
      ['east'],
    );
    assert.deepEqual(await silentClusters(reading(closed, closed), { HTTPS_PROXY: 'http://proxy:3128' }), []);
  });

  it('end an update before it changes anything, with what to do', () => {
    assert.equal(
      refusal([{ name: 'west', reason: 'connect ECONNREFUSED 10.0.2.1:6443' }]).message,
      [
        'One problem in the configuration. Nothing was changed.',
        '',
        '  meshwork:clusters.west',
        '    found:    a cluster that does not answer: connect ECONNREFUSED 10.0.2.1:6443',
        '    expected: an API server that answers, because the cluster is active',
        '    fix:      Bring it back. Or set meshwork:clusters.west.state to "offline", and the others are deployed to without it (docs/how-to/lost-cluster.md).',
      ].join('\n'),
    );
  });
});
