import { strict as assert } from 'node:assert';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pendingMessage } from '../../components/gateways/watched-load-balancer';
import { lastWarning } from '../../components/rollout/last-warning';
import { rolloutClients } from '../../components/rollout/rollout-clients';

const TITLE = 'ingress gateway public in cluster east';

const EVENTS = [
  { reason: 'Older', message: 'of the older interface', lastTimestamp: '2026-11-29T10:00:00Z' },
  {
    reason: 'Newer',
    message: 'of the newer interface\n',
    eventTime: '2026-11-29T09:00:00.000000Z',
    series: { count: 2, lastObservedTime: '2026-11-29T10:00:01.000000Z' },
  },
  { reason: 'Once', message: 'seen once', eventTime: '2026-11-29T09:30:00.000000Z' },
];

describe('the last warning about an object', () => {
  async function asked(items: readonly object[]) {
    let asked = '';
    const server = createServer((request, response) => {
      asked = decodeURIComponent(request.url ?? '');
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ kind: 'EventList', apiVersion: 'v1', metadata: {}, items }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const kubeconfig = JSON.stringify({
      'current-context': 'east',
      clusters: [{ name: 'east', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
      contexts: [{ name: 'east', context: { cluster: 'east', user: 'east' } }],
      users: [{ name: 'east', user: {} }],
    });
    const { core } = await rolloutClients({ kubeconfig }, new AbortController().signal);
    const found = await lastWarning(core, { kind: 'Service', name: 'public', namespace: 'istio-system' });
    server.closeAllConnections();
    server.close();
    return { asked, found };
  }

  it('is the one that was seen last, of whichever interface for events', async () => {
    assert.deepEqual((await asked(EVENTS)).found, { reason: 'Newer', message: 'of the newer interface' });
  });

  it('is asked for by kind and name, and may not be there', async () => {
    assert.deepEqual(await asked([]), {
      asked:
        '/api/v1/namespaces/istio-system/events?fieldSelector=involvedObject.kind=Service,involvedObject.name=public,type=Warning',
      found: undefined,
    });
  });
});

describe('what is told of a load balancer without an address', () => {
  it('is where to look while no event says why', () => {
    assert.equal(
      pendingMessage(TITLE, undefined, 'first'),
      'The load balancer of the ingress gateway public in cluster east has had no address for half a minute. No event of its Service says why: ' +
        'look at the controller that makes load balancers in this cluster (of the cloud, or MetalLB and the like). `up` still waits.',
    );
  });

  it('is the last warning of its Service, also one that comes later', () => {
    const warning = { reason: 'SyncLoadBalancerFailed', message: 'quota of addresses exceeded.' };
    assert.equal(
      pendingMessage(TITLE, warning, 'later'),
      'The load balancer of the ingress gateway public in cluster east has no address yet. Its Service says: SyncLoadBalancerFailed: quota of addresses exceeded. `up` still waits.',
    );
  });
});
