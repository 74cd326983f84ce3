import { strict as assert } from 'node:assert';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { ClusterClient } from '../../../cli/verify/kubernetes/cluster-client';
import { PodHttp } from '../../../cli/verify/kubernetes/pod-http';

describe('verify: HTTP to a pod', () => {
  let server: Server;
  let pod: PodHttp;

  before(async () => {
    server = createServer(({ headers }, response) => response.setHeader('asked-for', headers.host ?? '').end('here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // The API server's part: what is written goes to the pod, and what the pod says comes back.
    const portForward = async (
      _namespace: string,
      _pod: string,
      _ports: number[],
      out: Writable,
      _: Writable,
      input: Readable,
    ) => {
      const socket = connect(port, '127.0.0.1');
      socket.pipe(out);
      input.pipe(socket);
      return Promise.resolve({ onclose: null, close: () => socket.destroy() });
    };
    const client = { forward: { portForward } } as unknown as ClusterClient;
    pod = new PodHttp(client, { namespace: 'probe', pod: 'server', port: 8080 });
  });

  after(() => {
    pod.close();
    server.close();
    server.closeAllConnections();
  });

  it('asks for the name that it is given', async () => {
    const signal = new AbortController().signal;
    assert.equal((await pod.get('/', signal, 'orders.example')).headers['asked-for'], 'orders.example');
    assert.equal((await pod.get('/', signal)).headers['asked-for'], 'localhost');
  });

  it('fails a request whose time is over, and nothing but that request', async () => {
    const signal = new AbortController().signal;
    assert.equal((await pod.get('/', signal)).body, 'here');
    await assert.rejects(pod.get('/', AbortSignal.abort()), { name: 'AbortError' });
    assert.equal((await pod.get('/', signal)).body, 'here');
  });
});
