import { Agent, get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { orAborted } from './kubernetes/until';

/** An answer of an HTTP server. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** From sending the request to the end of the answer. */
  readonly milliseconds: number;
}

/** Talks HTTP over one connection that a function opens, such as a port-forward, and that is kept open. */
export class TunnelHttp {
  private readonly agent: Agent;

  /**
   * @param open Opens the connection.
   * @param server Names the server and its port in errors, such as `client-1:8080`.
   */
  constructor(
    open: () => Promise<Duplex>,
    private readonly server: string,
  ) {
    this.agent = new TunnelAgent(open);
  }

  /**
   * Gets a path.
   *
   * @param name in the Host header. Default: localhost.
   */
  async get(path: string, signal: AbortSignal, name = 'localhost'): Promise<HttpAnswer> {
    const started = performance.now();
    const answer = new Promise<IncomingMessage>((resolve, reject) =>
      get({ agent: this.agent, host: 'localhost', path, signal, headers: { host: name } }, resolve).on('error', reject),
    );
    // A request that has no connection yet tells of its signal only once it gets one.
    const response = await orAborted(answer, signal);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: Buffer.concat(chunks).toString(),
      milliseconds: performance.now() - started,
    };
  }

  /** Gets a path, and its body if the answer is 200. */
  async text(path: string, signal: AbortSignal): Promise<string> {
    const { status, body } = await this.get(path, signal);
    if (status === 200) return body;
    throw new Error(`${this.server}${path} answered ${status}: ${body.slice(0, 200).trim()}`);
  }

  /** Closes the connection. */
  close(): void {
    this.agent.destroy();
  }
}

/** Makes its connections by a function in place of TCP. */
class TunnelAgent extends Agent {
  constructor(private readonly open: () => Promise<Duplex>) {
    super({ keepAlive: true, maxSockets: 1 });
  }

  /** Called by node:http, which takes the connection from the callback. */
  override createConnection(_options: unknown, callback?: (error: Error | null, stream: Duplex) => void): undefined {
    this.open().then(
      (stream) => callback?.(null, stream),
      // node:http looks at the error first; the type asks for a stream all the same.
      (error: unknown) => callback?.(error as Error, undefined as unknown as Duplex),
    );
    return undefined;
  }
}

/** Node's HTTP client calls these on what it believes to be a TCP socket; a tunnel has nothing to set. */
export function asSocket(tunnel: Duplex): Duplex {
  const ignored = () => tunnel;
  return Object.assign(tunnel, {
    setTimeout: ignored,
    setNoDelay: ignored,
    setKeepAlive: ignored,
    ref: ignored,
    unref: ignored,
  });
}
