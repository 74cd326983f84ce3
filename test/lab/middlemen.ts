import assert from 'node:assert/strict';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../cli/eventually';
import type { Lab } from '../../lab/lab';
import type { Outcome } from '../../lab/outcome';

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
  const { appendFileSync, existsSync } = require('node:fs');
  const { createServer: createProxy } = require('node:http');
  const { connect, createServer } = require('node:net');
  const { proxy, forwarder, seen, until } = JSON.parse(process.argv[1]);
  const tell = (line) => appendFileSync(seen, line + '\\n');
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
    .on('connect', (request, client) => {
      const to = proxy.names[request.url];
      tell('proxy ' + clientOf(client) + ' ' + request.url + (to === undefined ? ' refused' : ''));
      if (to === undefined) client.end('HTTP/1.1 403 Forbidden\\r\\n\\r\\n');
      else join(client, to, 'HTTP/1.1 200 OK\\r\\n\\r\\n');
    })
    .listen(proxy.port, proxy.address, () => tell('ready'));
  createServer((client) => {
    tell('forwarder ' + clientOf(client));
    join(client, forwarder.to, '');
  }).listen(forwarder.port, forwarder.address, () => tell('ready'));
  setInterval(() => existsSync(until) && process.exit(0), 200);`;

/** A forwarder, and a proxy if asked for, that run on the lab's router, and tell every connection that they saw. */
export class Middlemen {
  private constructor(
    private readonly seen: string,
    private readonly until: string,
    private readonly running: Promise<Outcome>,
  ) {}

  /** Starts them, and waits until they listen. */
  static async start(lab: Lab, request: MiddlemenRequest): Promise<Middlemen> {
    const directory = await mkdtemp(join(tmpdir(), 'meshwork-middlemen-'));
    const [seen, until] = [join(directory, 'seen'), join(directory, 'stop')];
    await writeFile(seen, '');
    const running = lab.exec(['node', '-e', PROGRAM, JSON.stringify({ ...request, seen, until })]);
    const middlemen = new Middlemen(seen, until, running);
    const listeners = Object.values(request).length;
    const ready = await eventually(
      () => middlemen.connections('ready'),
      (count) => count === listeners,
      AbortSignal.timeout(60_000),
    );
    assert.equal(ready, listeners);
    return middlemen;
  }

  /** How many connections they saw that they tell by this line: `proxy CLIENT HOST:PORT`, or `forwarder CLIENT`. */
  async connections(line: string): Promise<number> {
    return (await readFile(this.seen, 'utf8')).split('\n').filter((one) => one === line).length;
  }

  /** Ends them, and with them every connection through them. */
  async stop(): Promise<void> {
    await writeFile(this.until, '');
    const { code, stderr } = await this.running;
    assert.equal(code, 0, stderr);
  }
}
