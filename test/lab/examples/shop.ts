import { stringify } from 'yaml';
import type { Lab } from '../../../lab/lab';

const NAMESPACE = 'shop';
const PORT = 8080;

/** What one request from the client came to. */
export interface DialResult {
  readonly responses?: readonly string[];
  readonly errors?: readonly string[];
}

/**
 * Puts the workloads of the examples into a cluster: a client, and a Deployment for each service that runs there. Services and routes are
 * not among them, because these are what the stack makes.
 */
export async function openShop(lab: Lab, cluster: string, services: readonly string[]): Promise<void> {
  const { agnhost } = await lab.images();
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    ...['client', ...services].map((name) => deployment(name, agnhost)),
  ];
  const input = objects.map((object) => stringify(object)).join('---\n');
  await lab.run(['kubectl', '--context', cluster, 'apply', '-f', '-'], { input });
  for (const name of ['client', ...services])
    await lab.kubectl(cluster, '-n', NAMESPACE, 'rollout', 'status', `deployment/${name}`, '--timeout=300s');
}

/** Has the client of a cluster request a path once. The API server passes the order on, so no shell is needed in the pod. */
export async function dial(lab: Lab, cluster: string, host: string, port: number): Promise<DialResult> {
  const query = new URLSearchParams({ host, port: String(port), protocol: 'http', request: 'hostname', tries: '1' });
  const pod = await podOf(lab, cluster, 'client', '{.metadata.name}');
  const url = `/api/v1/namespaces/${NAMESPACE}/pods/${pod}:${PORT}/proxy/dial?${query.toString()}`;
  // netexec refuses the order, with status 400, while the name does not resolve.
  const { code, stderr, stdout } = await lab.exec(['kubectl', '--context', cluster, 'get', '--raw', url]);
  return code === 0 ? (JSON.parse(stdout) as DialResult) : { errors: [stderr] };
}

/** A field of the pod of a workload, as a JSONPath. */
export async function podOf(lab: Lab, cluster: string, app: string, path: string): Promise<string> {
  return lab.kubectl(
    cluster,
    ...['-n', NAMESPACE, 'get', 'pods', '-l', `app=${app}`],
    `--output=jsonpath={.items[0]${path.slice(1)}`,
  );
}

function deployment(name: string, image: string): object {
  const labels = { app: name };
  const container = { name, image, args: ['netexec', `--http-port=${PORT}`] };
  const pod = { containers: [container], terminationGracePeriodSeconds: 0 };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: NAMESPACE },
    spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
  };
}
