import type { Lab } from '../../lab/lab';
import { LabProgram } from './lab-program';

/** Where a middleman listens. */
interface Listener {
  readonly address: string;
  readonly port: number;
}

/** What stands between clients and servers on the lab's router. */
export interface MiddlemenRequest {
  /** An HTTP proxy that knows the method CONNECT alone, and the names that it leads to, each with an address and port; it refuses all others. Default: none. */
  readonly proxy?: Listener & { readonly names: Readonly<Record<string, string>> };
  /** Passes connections on as they come, to this address and port. */
  readonly forwarder: Listener & { readonly to: string };
}

const PROGRAM = `
  const { createServer: createProxy } = require('node:http');
  const { connect, createServer } = require('node:net');
  const { proxy, forwarder } = request;
  const join = (client, to, greeting) => {
    const [host, port] = to.split(':');
    const onward = connect(Number(port), host, () => {
      client.write(greeting);
      onward.pipe(client).pipe(onward);
    });
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
  };
  const clientOf = (socket) => socket.remoteAddress.replace('::ffff:', '');
  if (proxy !== undefined) createProxy((_, response) => response.writeHead(405).end())
    .on('connect', (asked, client) => {
      const to = proxy.names[asked.url];
      tell('proxy ' + clientOf(client) + ' ' + asked.url + (to === undefined ? ' refused' : ''));
      if (to === undefined) client.end('HTTP/1.1 403 Forbidden\\r\\n\\r\\n');
      else join(client, to, 'HTTP/1.1 200 OK\\r\\n\\r\\n');
    })
    .listen(proxy.port, proxy.address, () => tell('ready'));
  createServer((client) => {
    tell('forwarder ' + clientOf(client));
    join(client, forwarder.to, '');
  }).listen(forwarder.port, forwarder.address, () => tell('ready'));`;

/** A forwarder, and a proxy if asked for, that run on the lab's router, and tell every connection that they saw. */
export class Middlemen {
  private constructor(private readonly program: LabProgram) {}

  /** Starts them, and waits until they listen. */
  static async start(lab: Lab, request: MiddlemenRequest): Promise<Middlemen> {
    return new Middlemen(await LabProgram.start(lab, PROGRAM, request, Object.keys(request).length));
  }

  /** How many connections they saw that they tell by this line: `proxy CLIENT HOST:PORT`, or `forwarder CLIENT`. */
  async connections(line: string): Promise<number> {
    return (await this.program.told()).filter((one) => one === line).length;
  }

  /** Ends them, and with them every connection through them. */
  async stop(): Promise<void> {
    await this.program.stop();
  }
}
