import { eventually } from '../../../cli/verify/eventually';
import type { Lab } from '../../../lab/lab';
import { applyObjects } from '../apply';

const NAMESPACE = 'shop';
const PORT = 8080;
const LONGEST_WAIT = 60_000;

/** What one request from the client came to. */
export interface DialResult {
  readonly responses?: readonly string[];
  readonly errors?: readonly string[];
}

/** Puts a client into the namespace of the services. */
export async function addClient(lab: Lab, cluster: string): Promise<void> {
  const { agnhost } = await lab.images();
  await applyObjects(lab, cluster, [deployment('client', agnhost)]);
  await ready(lab, cluster, 'client');
}

/** Opens a shop within a mesh: pods with sidecars, a client among them, and a Service for each service that runs in the cluster. */
export async function openShop(lab: Lab, cluster: string, services: readonly string[]): Promise<void> {
  const { agnhost } = await lab.images();
  const labels = { 'istio-injection': 'enabled' };
  await applyObjects(lab, cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } },
    ...services.flatMap((name) => [serviceOf(name), deployment(name, agnhost)]),
    deployment('client', agnhost),
  ]);
  for (const name of ['client', ...services]) await ready(lab, cluster, name);
}

/** Takes a shop away, and all that is in its namespace. */
export async function closeShop(lab: Lab, cluster: string): Promise<void> {
  await lab.kubectl(cluster, 'delete', 'namespace', NAMESPACE, '--wait');
}

/** Has the client of a cluster request until what comes of it is as wanted, since proxies take a moment to learn; yields the last result. */
export function dialUntil(
  lab: Lab,
  cluster: string,
  host: string,
  wanted: (result: DialResult) => boolean,
): Promise<DialResult> {
  return eventually(() => dial(lab, cluster, host, 80), wanted, AbortSignal.timeout(LONGEST_WAIT));
}

/**
 * Has the client of a cluster get a path once, by a host's name or address. The API server passes the order on, so no shell is needed in the
 * pod. netexec's `dial` resolves names itself and puts the address into the Host header, by which no Ingress tells its services apart. So it
 * dials the client's own redirect, which it follows to the name as any HTTP client does.
 */
export async function dial(lab: Lab, cluster: string, host: string, port: number): Promise<DialResult> {
  const target = new URL(`http://${host}:${port}/hostname`);
  const redirect = `redirect?${new URLSearchParams({ location: target.href, code: '302' }).toString()}`;
  const query = { host: '127.0.0.1', port: String(PORT), protocol: 'http', request: redirect, tries: '1' };
  const pod = await podOf(lab, cluster, 'client', '{.metadata.name}');
  const url = `/api/v1/namespaces/${NAMESPACE}/pods/${pod}:${PORT}/proxy/dial?${new URLSearchParams(query).toString()}`;
  return JSON.parse(await lab.kubectl(cluster, 'get', '--raw', url)) as DialResult;
}

/** A field of the pod of a workload, as a JSONPath. */
export async function podOf(lab: Lab, cluster: string, app: string, path: string): Promise<string> {
  return lab.kubectl(
    cluster,
    ...['-n', NAMESPACE, 'get', 'pods', '-l', `app=${app}`],
    `--output=jsonpath={.items[0]${path.slice(1)}`,
  );
}

async function ready(lab: Lab, cluster: string, name: string): Promise<void> {
  await lab.kubectl(cluster, '-n', NAMESPACE, 'rollout', 'status', `deployment/${name}`, '--timeout=300s');
}

function deployment(name: string, image: string): object {
  const labels = { app: name };
  const container = { name, image, args: ['netexec', `--http-port=${PORT}`] };
  const pod = { containers: [container], terminationGracePeriodSeconds: 0 };
  // The API server that hands on the order is in no mesh. Others dial the Service, and are held to the rules of the mesh.
  const annotations = name === 'client' ? { 'traffic.sidecar.istio.io/excludeInboundPorts': String(PORT) } : {};
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations }, spec: pod },
    },
  };
}

function serviceOf(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: NAMESPACE },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: PORT }] },
  };
}
