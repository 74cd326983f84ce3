import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from '../../cli/eventually';
import type { Lab } from '../../lab/lab';

const LONGEST_WAIT = 60_000;

/** An answer of an API server. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * The way of tests to the API server of a cluster: kubectl's proxy, which runs until the lab ends. A request through it takes milliseconds, and a
 * kubectl of its own most of a second. It listens at a socket in the lab's directory, which is the same inside and outside.
 */
export class ApiServer {
  private constructor(
    private readonly socket: string,
    private readonly agent = new Agent({ keepAlive: true }),
  ) {}

  /** The API server of a cluster. */
  static async of(lab: Lab, cluster: string): Promise<ApiServer> {
    const known = servers.get(lab) ?? new Map<string, Promise<ApiServer>>();
    servers.set(lab, known);
    // A cluster that left and joined again has another token, and a proxy does not see that kubeconfig has changed.
    const key = `${cluster} ${tokenOf(lab, cluster)}`;
    const starting = known.get(key) ?? ApiServer.start(lab, cluster);
    known.set(key, starting);
    return starting;
  }

  private static async start(lab: Lab, cluster: string): Promise<ApiServer> {
    const socket = join(lab.directory, `${cluster}-${randomUUID().slice(0, 8)}.sock`);
    let end: string | undefined;
    void lab.exec(['kubectl', '--context', cluster, 'proxy', `--unix-socket=${socket}`]).then(
      ({ stderr }) => (end = stderr),
      (error: unknown) => (end = String(error)),
    );
    const server = new ApiServer(socket);
    const ready = () =>
      server.get('/version').then(
        ({ status }) => status === 200,
        () => false,
      );
    const isOpen = await eventually(ready, (open) => open || end !== undefined, AbortSignal.timeout(LONGEST_WAIT));
    assert.ok(isOpen, `kubectl's proxy to ${cluster} does not serve: ${end ?? 'it says nothing'}`);
    return server;
  }

  /** Gets a path. */
  async get(path: string): Promise<ApiAnswer> {
    const { agent, socket: socketPath } = this;
    const response = await new Promise<IncomingMessage>((resolve, reject) =>
      get({ agent, socketPath, path, headers: { host: 'localhost' } }, resolve).on('error', reject),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
  }
}

function tokenOf({ kubeconfig }: Lab, cluster: string): string {
  const { users } = parse(readFileSync(kubeconfig, 'utf8')) as { users: { name: string; user: { token: string } }[] };
  return users.find(({ name }) => name === cluster)?.user.token ?? '';
}

const servers = new WeakMap<Lab, Map<string, Promise<ApiServer>>>();
