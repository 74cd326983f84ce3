import { X509Certificate } from 'node:crypto';
import { stringify } from 'yaml';
import { eventually } from '../../../cli/verify/eventually';
import { proxyCertificates, SECRETS_PATH } from '../../../cli/verify/envoy';
import { type Call, dialPath, readDial } from '../../../cli/verify/netexec';
import type { Lab } from '../../../lab/lab';

const HTTP = { service: 80, netexec: 8080 } as const;
const LONGEST_WAIT = 180_000;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** What a user would bring to one mesh: a service that is exported, one of the same pods that is not, and a client. */
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
    const image = (await this.lab.images()).agnhost;
    const service = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: this.namespace },
      spec: {
        selector: { app: this.service },
        ports: [{ name: 'http', port: HTTP.service, targetPort: HTTP.netexec }],
      },
    });
    await this.apply([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: this.namespace, labels: { 'istio-injection': 'enabled' } },
      },
      ...[this.service, 'client'].map((name) => ({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace: this.namespace },
      })),
      service(this.service),
      service('private'),
      pod({ name: this.service, namespace: this.namespace, image }),
      // Past the proxy, so that the API server may ask for calls: it is in no mesh.
      pod({ name: 'client', namespace: this.namespace, image, plaintextPort: HTTP.netexec }),
    ]);
    await this.kubectl('wait', '--for=condition=Ready', 'pod', '--all', '--timeout=10m');
  }

  /** Makes objects in its cluster. */
  async apply(objects: readonly object[]): Promise<void> {
    const documents = objects.map((object) => stringify(object)).join('---\n');
    await this.lab.run(['kubectl', '--context', this.cluster, 'apply', '-f', '-'], { input: documents });
  }

  /** Has its client call a host once. */
  async call(host: string): Promise<Call> {
    const path = `/api/v1/namespaces/${this.namespace}/pods/client:${HTTP.netexec}/proxy${dialPath(host, HTTP.service)}`;
    const { code, stdout, stderr } = await this.lab.exec(['kubectl', '--context', this.cluster, 'get', '--raw', path]);
    return readDial(code === 0 ? 200 : 500, code === 0 ? stdout : stderr);
  }

  /** Has its client call a host until the outcome is as wanted; yields the last one. */
  async callUntil(host: string, wanted: (call: Call) => boolean): Promise<Call> {
    return eventually(() => this.call(host), wanted, AbortSignal.timeout(LONGEST_WAIT));
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
    return this.kubectl('get', 'pods', '-o', `jsonpath=${path}`);
  }

  /** Removes it. */
  async remove(): Promise<void> {
    await this.lab.kubectl(this.cluster, 'delete', 'namespace', this.namespace, '--wait');
  }

  private async roots(): Promise<string[]> {
    const ask = ['exec', 'client', '-c', 'istio-proxy', '--', 'pilot-agent', 'request', 'GET'];
    const { trusted } = proxyCertificates(await this.kubectl(...ask, SECRETS_PATH.slice(1)));
    return (trusted.match(CERTIFICATE) ?? [])
      .map((pem) => /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1] ?? '')
      .sort();
  }

  private kubectl(...args: readonly string[]): Promise<string> {
    return this.lab.kubectl(this.cluster, '-n', this.namespace, ...args);
  }
}

interface PodArgs {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly plaintextPort?: number;
}

function pod({ name, namespace, image, plaintextPort }: PodArgs): object {
  const annotations =
    plaintextPort === undefined ? {} : { 'traffic.sidecar.istio.io/excludeInboundPorts': String(plaintextPort) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name }, annotations },
    spec: {
      serviceAccountName: name,
      // Nothing here is worth draining.
      terminationGracePeriodSeconds: 1,
      containers: [
        { name: 'netexec', image, imagePullPolicy: 'IfNotPresent', args: ['netexec', `--http-port=${HTTP.netexec}`] },
      ],
    },
  };
}
