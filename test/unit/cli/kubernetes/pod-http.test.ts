import { strict as assert } from 'node:assert';
import type { ClusterClient } from '../../../../cli/kubernetes/cluster-client';
import { podHttp } from '../../../../cli/kubernetes/pod-http';
import type { TunnelHttp } from '../../../../cli/tunnel-http';
import { Pods } from '../pods';

const target = { namespace: 'probe', pod: 'server', port: 8080 };

describe('verify: HTTP to a pod', () => {
  let pods: Pods;
  let pod: TunnelHttp;

  before(async () => {
    pods = await Pods.serve((_, host) => host);
    pod = podHttp(pods.client(), target);
  });

  after(() => {
    pod.close();
    pods.close();
  });

  it('asks for the name that it is given', async () => {
    const signal = new AbortController().signal;
    assert.equal((await pod.get('/', signal, 'orders.example')).body, 'orders.example');
    assert.equal((await pod.get('/', signal)).body, 'localhost');
  });

  it('fails a request whose time is over, and nothing but that request', async () => {
    const signal = new AbortController().signal;
    assert.equal((await pod.get('/', signal)).status, 200);
    await assert.rejects(pod.get('/', AbortSignal.abort()), { name: 'AbortError' });
    assert.equal((await pod.get('/', signal)).status, 200);
  });

  it('fails a request whose time is over before there is a connection', async () => {
    const time = new AbortController();
    const portForward = () => {
      time.abort(new Error('no answer'));
      return new Promise(() => undefined);
    };
    const slow = podHttp({ forward: { portForward } } as unknown as ClusterClient, target);
    await assert.rejects(slow.get('/', time.signal), /no answer/);
    slow.close();
  });
});
