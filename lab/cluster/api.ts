import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import type { AdminAccess } from './credentials';

/** An answer of an API server that is not a success. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** A Kubernetes object as far as the lab looks at it. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly status?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** The few calls that starting a cluster needs; loading a full client would take longer than they do. */
export class ApiClient {
  private readonly agent: Agent;

  constructor(private readonly access: AdminAccess) {
    this.agent = new Agent({ ca: access.authority, keepAlive: true });
  }

  /** Reads a path, e.g. `/readyz`. Ends when the signal aborts, or when the server is silent for `timeoutMs`; default: waits forever. */
  async get(path: string, limits: { readonly signal: AbortSignal; readonly timeoutMs?: number }): Promise<string> {
    return text(`GET ${path}`, await this.send('GET', path, limits));
  }

  /** Creates an object, or changes it to the given state. `collection` is its kind's path, e.g. `/api/v1/namespaces/x/services`. */
  async apply(collection: string, object: ApiObject, signal: AbortSignal): Promise<void> {
    const path = `${collection}/${object.metadata.name}?fieldManager=meshwork-lab&force=true`;
    const patch = { body: JSON.stringify(object), type: 'application/apply-patch+yaml', signal };
    await text(`PATCH ${path}`, await this.send('PATCH', path, patch));
  }

  /** Watches one object of a collection until `holds` returns true for it. */
  async until(
    collection: string,
    name: string,
    holds: (object: ApiObject) => boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const query = `watch=true&resourceVersion=0&fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`;
    while (!signal.aborted) {
      const response = await this.send('GET', `${collection}?${query}`, { signal });
      if (response.statusCode !== 200) {
        await text(`watch ${collection}`, response);
      }
      for await (const line of createInterface({ input: response })) {
        const event = JSON.parse(line) as { type: string; object: ApiObject };
        if ((event.type === 'ADDED' || event.type === 'MODIFIED') && holds(event.object)) {
          response.destroy();
          return;
        }
      }
    }
    signal.throwIfAborted();
  }

  /** Closes connections that are kept open for later calls. */
  close(): void {
    this.agent.destroy();
  }

  private send(
    method: string,
    path: string,
    options: { body?: string; type?: string; timeoutMs?: number; signal?: AbortSignal },
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${this.access.token}`,
        accept: 'application/json',
        ...(options.type === undefined ? {} : { 'content-type': options.type }),
      };
      const sent = request(
        `${this.access.server}${path}`,
        {
          method,
          headers,
          agent: this.agent,
          ...(options.signal === undefined ? {} : { signal: options.signal }),
          ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
        },
        resolve,
      );
      sent.once('timeout', () =>
        sent.destroy(new Error(`${method} ${path} took longer than ${options.timeoutMs ?? 0} ms`)),
      );
      sent.once('error', reject);
      sent.end(options.body);
    });
  }
}

async function text(call: string, response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) {
    parts.push(part as Buffer);
  }
  const body = Buffer.concat(parts).toString();
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299) {
    throw new ApiError(`${call}: ${status} ${body.slice(0, 500)}`, status);
  }
  return body;
}
