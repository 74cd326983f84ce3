import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { ClusterClient } from '../../../cli/kubernetes/cluster-client';

/** The pods of a cluster: one HTTP server answers for all of them. The way from API server to pod refuses as long as a test wants. */
export class Pods {
  private constructor(
    private readonly server: Server,
    private readonly refuses: (port: number) => boolean,
  ) {}

  /**
   * Starts the server.
   *
   * @param answer the answer of every pod at a path.
   * @param refuses whether a port-forward to a port is refused, asked for each.
   */
  static async serve(
    answer: (path: string, host: string) => string,
    refuses: (port: number) => boolean = () => false,
  ): Promise<Pods> {
    const server = createServer(({ headers, url }, response) => response.end(answer(url ?? '', headers.host ?? '')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Pods(server, refuses);
  }

  /** A client that reaches them; `lists` returns the pods that the API server lists, and is called each time. */
  client(lists: () => readonly string[] = () => []): ClusterClient {
    const { port } = this.server.address() as AddressInfo;
    const portForward = async (
      _namespace: string,
      _pod: string,
      [wanted = 0]: number[],
      out: Writable,
      _errors: Writable,
      input: Readable,
    ) => {
      if (this.refuses(wanted)) return Promise.reject(new Error('the kubelet is late'));
      const socket = connect(port, '127.0.0.1');
      socket.pipe(out);
      input.pipe(socket);
      return Promise.resolve({ onclose: null, close: () => socket.destroy() });
    };
    const listNamespacedPod = () =>
      new Promise((resolve) =>
        resolve({ items: lists().map((name) => ({ metadata: { name }, status: { phase: 'Running' } })) }),
      );
    return { core: { listNamespacedPod }, forward: { portForward } } as unknown as ClusterClient;
  }

  /** Ends the server. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
