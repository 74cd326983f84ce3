import { strict as assert } from 'node:assert';
import { eventually } from '../../../cli/eventually';
import { type Call, dialPath, readDial, readVisit, type Visit, visitPath } from '../../../cli/answers/netexec';
import type { Lab } from '../../../lab/lab';
import { certificatesIn } from '../../../model/certificates/pem';
import { applyObjects } from '../apply';
import { askNetexec, type NetexecAddress, type NetexecAnswer, netexecPod, netexecService } from '../netexec-pod';
import { askPodProxy, certificatesOfPod } from '../pod-proxy';

/** Where services are called. */
const PORT = 80;
/** Name of the service that is not exported. */
const PRIVATE = 'private';
const CLIENT = 'client';
const LONGEST_WAIT = 180_000;

/** The workloads of a user in one mesh: a service that is exported, another of the same pods that is not, and a client. */
export class Exporter {
  constructor(
    private readonly lab: Lab,
    readonly cluster: string,
    /** Namespace of all of it. */
    readonly namespace: string,
    /** Name of the exported service, its pod and its account. */
    readonly service: string,
  ) {}

  /** Makes it, and waits until the pods are ready. */
  async create(): Promise<void> {
    await this.apply([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: this.namespace, labels: { 'istio-injection': 'enabled' } },
      },
      netexecService({ name: this.service, namespace: this.namespace }),
      netexecService({ name: PRIVATE, namespace: this.namespace, app: this.service }),
      ...(await this.servicePod(this.service)),
      ...(await this.clientPod()),
    ]);
    await this.kubectl('wait', '--for=condition=Ready', `pod/${this.service}`, `pod/${CLIENT}`, '--timeout=10m');
  }

  /** Makes the client alone, for a namespace and a service that are there already, and waits until it is ready. */
  async addClient(): Promise<void> {
    await this.apply(await this.clientPod());
    await this.kubectl('wait', '--for=condition=Ready', `pod/${CLIENT}`, '--timeout=10m');
  }

  /** Replaces the example's Deployment of the service: a test cannot run the pods of a Deployment as another account. */
  async replaceWorkload(): Promise<void> {
    // Its pods get no more requests from now on; nothing waits for their end.
    await this.kubectl('delete', 'deployment', this.service, '--cascade=foreground', '--wait=false');
    await this.create();
  }

  /** Puts a pod that runs as another service account in the place of the service's, and waits until it is ready. */
  async runAs(serviceAccount: string): Promise<void> {
    await this.kubectl('delete', 'pod', this.service, '--wait');
    await this.apply(await this.servicePod(serviceAccount));
    await this.kubectl('wait', '--for=condition=Ready', `pod/${this.service}`, '--timeout=10m');
  }

  /** Makes objects in its cluster. */
  async apply(objects: readonly object[]): Promise<void> {
    await applyObjects(this.lab, this.cluster, objects);
  }

  /** Has its client get a page once, as any HTTP client does. */
  async visit(url: string): Promise<Visit> {
    const { status, body } = await this.askClient(visitPath(url));
    return readVisit(status, body);
  }

  /**
   * Has its client call a host until the outcome is as wanted, which it yields.
   *
   * @throws AssertionError if it never is.
   */
  async callUntil(host: string, wanted: (call: Call) => boolean): Promise<Call> {
    const call = await eventually(() => this.call(host), wanted, AbortSignal.timeout(LONGEST_WAIT));
    assert.ok(wanted(call), this.describe(host, call));
    return call;
  }

  /**
   * Has its client call a host once, with an outcome as wanted.
   *
   * @throws AssertionError if it is another.
   */
  async callOnce(host: string, wanted: (call: Call) => boolean): Promise<void> {
    const call = await this.call(host);
    assert.ok(wanted(call), this.describe(host, call));
  }

  /**
   * Has its client call a host until its proxy keeps a connection to it. A server whose listener has just changed, by a policy or by trust,
   * closes those from before, also the one that brought the latest answer.
   *
   * @throws AssertionError if it never does.
   */
  async untilConnected(host: string): Promise<void> {
    const callAndCount = async () => {
      const call = await this.call(host);
      return { call, open: await this.openConnections(host) };
    };
    const { call, open } = await eventually(callAndCount, ({ open }) => open > 0, AbortSignal.timeout(LONGEST_WAIT));
    assert.ok(open > 0, this.describe(host, call));
  }

  /** Waits until the proxy of its client has no connection to a host open, so that the next call needs one. */
  async untilDisconnected(host: string): Promise<void> {
    const open = await eventually(
      () => this.openConnections(host),
      (count) => count === 0,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.equal(open, 0, host);
  }

  /** Common names of the roots that the proxy of its client trusts, sorted, once they are as many as wanted. */
  async trustedRoots(count: number): Promise<string[]> {
    return eventually(
      () => this.roots(),
      (roots) => roots.length === count,
      AbortSignal.timeout(LONGEST_WAIT),
    );
  }

  /** Its pods: another start or another pod would change it. */
  async pods(): Promise<string> {
    const path = '{range .items[*]}{.metadata.uid} {.status.containerStatuses[*].containerID}{"\\n"}{end}';
    return this.kubectl('get', 'pod', this.service, CLIENT, '-o', `jsonpath=${path}`);
  }

  /** Removes its services. Its pods and its namespace stay: they do no harm. */
  async removeServices(): Promise<void> {
    await this.kubectl('delete', 'service', this.service, PRIVATE);
  }

  /** How many connections to a host the proxy of its client has open. */
  private async openConnections(host: string): Promise<number> {
    const lines = (await askPodProxy(this.lab, this.client, 'clusters')).split('\n');
    return lines
      .filter((line) => line.startsWith(`outbound|${PORT}||${host}::`))
      .reduce((sum, line) => sum + Number(/::cx_active::(\d+)$/.exec(line)?.[1] ?? 0), 0);
  }

  /** Calls a host. It repeats a call without an outcome: the client could not be asked for it, or stopped waiting for the answer. */
  private async call(host: string): Promise<Call> {
    const { status, body } = await eventually(
      () => this.askClient(dialPath(host, PORT)),
      (answer) => answer.status !== 500 && !answer.body.includes('Client.Timeout'),
      AbortSignal.timeout(LONGEST_WAIT),
    );
    return readDial(status, body);
  }

  private askClient(path: string): Promise<NetexecAnswer> {
    return askNetexec(this.lab, this.client, path);
  }

  private servicePod(serviceAccount: string): Promise<object[]> {
    return netexecPod(this.lab, { name: this.service, namespace: this.namespace, serviceAccount });
  }

  private get client(): NetexecAddress {
    return { cluster: this.cluster, namespace: this.namespace, pod: CLIENT };
  }

  private clientPod(): Promise<object[]> {
    return netexecPod(this.lab, { name: CLIENT, namespace: this.namespace, asked: true });
  }

  private async roots(): Promise<string[]> {
    const { trusted } = await certificatesOfPod(this.lab, this.client);
    return (certificatesIn(trusted) ?? []).map(({ subject }) => /^CN=(.*)$/m.exec(subject)?.[1] ?? '').sort();
  }

  private describe(host: string, call: Call): string {
    return `${this.namespace} in ${this.cluster} to ${host}: ${JSON.stringify(call)}`;
  }

  private kubectl(...args: readonly string[]): Promise<string> {
    return this.lab.kubectl(this.cluster, '-n', this.namespace, ...args);
  }
}
