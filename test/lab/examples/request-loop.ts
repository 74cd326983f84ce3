import { strict as assert } from 'node:assert';
import { eventually, pauseFor } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import { applyObjects } from '../apply';
import { askNetexec, type NetexecAddress, netexecPod, netexecService } from '../netexec-pod';

/** How many requests one call to the client makes, one after the other. */
const BATCH = 20;
/** Between two such calls: many requests each second, and processors left for what happens meanwhile. */
const PAUSE = 200;
const LONGEST_WAIT = 180_000;

/** Where a loop runs, and how. */
export interface LoopOptions {
  /** The namespace of client and server. Default: one that several loops use, one after the other. */
  readonly namespace?: string;
  /** How long each certificate of the proxies of client and server lasts. Default: Istio's, a day. */
  readonly certificateLifetime?: string;
}

/** The outcome of the requests of a loop. */
export interface Tally {
  readonly requests: number;
  readonly answers: number;
  readonly errors: readonly string[];
  /** How often the client could not be asked for requests. Their outcome is unknown: the way to the client is not part of the mesh. */
  readonly unasked: number;
}

/** Requests from a pod of one cluster to a service that runs in another one of its mesh, one after the other until stopped. */
export class RequestLoop {
  private readonly ending = new AbortController();
  private readonly running: Promise<Tally>;

  private constructor(
    private readonly lab: Lab,
    private readonly client: NetexecAddress,
  ) {
    this.running = this.run();
  }

  /**
   * Puts client and server in place and starts once the first request is answered.
   *
   * @throws AssertionError if none is.
   */
  static async start(
    lab: Lab,
    source: string,
    destination: string,
    { certificateLifetime, namespace = 'request-loop' }: LoopOptions = {},
  ): Promise<RequestLoop> {
    const lifetime = certificateLifetime === undefined ? {} : { certificateLifetime };
    const place = async (cluster: string, name: string) => {
      const pod = await netexecPod(lab, { name, namespace, asked: name === 'client', ...lifetime });
      const service = netexecService({ name: 'server', namespace });
      await applyObjects(lab, cluster, [namespaceObject(namespace), service, ...pod]);
      await lab.kubectl(cluster, '-n', namespace, 'wait', '--for=condition=Ready', `pod/${name}`, '--timeout=300s');
    };
    const client = { cluster: source, namespace, pod: 'client' };
    await Promise.all([place(destination, 'server'), place(source, 'client')]);
    // The proxy of the client learns of the server some moments after both are ready.
    const { answers, errors } = await eventually(
      () => dial(lab, client, 1),
      (tally) => tally.answers > 0,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.ok(answers > 0, errors.join());
    return new RequestLoop(lab, client);
  }

  /** Ends the loop after the batch that is under way. */
  async stop(): Promise<Tally> {
    this.ending.abort();
    return this.running;
  }

  private async run(): Promise<Tally> {
    let total = NOTHING;
    while (!this.ending.signal.aborted) {
      const batch = await eventually(
        async () => {
          const tally = await dial(this.lab, this.client, BATCH);
          total = sum(total, tally);
          return tally;
        },
        ({ unasked }) => unasked === 0,
        AbortSignal.timeout(LONGEST_WAIT),
      );
      if (batch.unasked > 0) return sum(total, { ...NOTHING, errors: ['The client could not be asked any more.'] });
      await pauseFor(PAUSE, this.ending.signal);
    }
    return total;
  }
}

/** Has the client make requests (netexec's `dial`). A request without the server's own answer counts as an error. */
async function dial(lab: Lab, client: NetexecAddress, requests: number): Promise<Tally> {
  const query = `host=server&port=80&protocol=http&request=hostname&tries=${requests}`;
  const { body, status } = await askNetexec(lab, client, `/dial?${query}`);
  if (status === 500) return { ...NOTHING, unasked: 1 };
  if (status !== 200)
    return {
      ...NOTHING,
      requests,
      errors: [`The client dialled no server, as with a name that does not resolve: ${body}`],
    };
  const said = JSON.parse(body) as { responses?: string[]; errors?: string[] };
  const answers = (said.responses ?? []).filter((response) => response === 'server').length;
  const others = (said.responses ?? []).filter((response) => response !== 'server');
  return { requests, answers, errors: [...(said.errors ?? []), ...others], unasked: 0 };
}

const NOTHING: Tally = { requests: 0, answers: 0, errors: [], unasked: 0 };

function sum(one: Tally, other: Tally): Tally {
  return {
    requests: one.requests + other.requests,
    answers: one.answers + other.answers,
    errors: [...one.errors, ...other.errors],
    unasked: one.unasked + other.unasked,
  };
}

function namespaceObject(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } };
}
