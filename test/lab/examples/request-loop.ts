import type { Lab } from '../../../lab/lab';
import { applyObjects } from '../apply';
import { askNetexec, netexecPod, netexecService } from '../netexec-pod';

const NAMESPACE = 'request-loop';
/** How many requests one call to the client makes, one after the other. */
const BATCH = 20;

/** What the requests of a loop came to. */
export interface Tally {
  readonly requests: number;
  readonly answers: number;
  readonly errors: readonly string[];
}

/** Requests from a pod of one cluster to a service that runs in another one of its mesh, one after the other until stopped. */
export class RequestLoop {
  private readonly ending = new AbortController();
  private readonly running: Promise<Tally>;

  private constructor(
    private readonly lab: Lab,
    private readonly source: string,
  ) {
    this.running = this.run();
  }

  /** Puts client and server in place and starts once the first request is answered. */
  static async start(lab: Lab, source: string, destination: string): Promise<RequestLoop> {
    for (const [cluster, name] of [
      [destination, 'server'],
      [source, 'client'],
    ] as const) {
      const pod = await netexecPod(lab, { name, namespace: NAMESPACE, asked: name === 'client' });
      await applyObjects(lab, cluster, [namespace, netexecService({ name: 'server', namespace: NAMESPACE }), ...pod]);
      await lab.kubectl(cluster, '-n', NAMESPACE, 'wait', '--for=condition=Ready', `pod/${name}`, '--timeout=300s');
    }
    // The proxy of the client learns of the server some moments after both are ready.
    while ((await dial(lab, source, 1)).answers === 0);
    return new RequestLoop(lab, source);
  }

  /** Ends the loop after the batch that is under way. */
  async stop(): Promise<Tally> {
    this.ending.abort();
    return this.running;
  }

  private async run(): Promise<Tally> {
    let requests = 0;
    let answers = 0;
    const errors: string[] = [];
    while (!this.ending.signal.aborted) {
      const batch = await dial(this.lab, this.source, BATCH);
      requests += batch.requests;
      answers += batch.answers;
      errors.push(...batch.errors);
    }
    return { requests, answers, errors };
  }
}

/** Has the client make requests (netexec's `dial`). A request without the server's own answer counts as an error. */
async function dial(lab: Lab, source: string, tries: number): Promise<Tally> {
  const query = `host=server&port=80&protocol=http&request=hostname&tries=${tries}`;
  const { body, status } = await askNetexec(
    lab,
    { cluster: source, namespace: NAMESPACE, pod: 'client' },
    `/dial?${query}`,
  );
  if (status !== 200) throw new Error(`The client of the request loop could not be asked: ${body}`);
  const said = JSON.parse(body) as { responses?: string[]; errors?: string[] };
  const answers = (said.responses ?? []).filter((response) => response === 'server').length;
  const others = (said.responses ?? []).filter((response) => response !== 'server');
  return { requests: tries, answers, errors: [...(said.errors ?? []), ...others] };
}

const namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: NAMESPACE, labels: { 'istio-injection': 'enabled' } },
};
