import { stringify } from 'yaml';
import type { Lab } from '../../../lab/lab';

const NAMESPACE = 'shop';
const PORT = 8080;

/** What one request from the client came to. */
export interface DialResult {
  readonly responses?: readonly string[];
  readonly errors?: readonly string[];
}

/** Puts a client into the namespace of the services. */
export async function addClient(lab: Lab, cluster: string): Promise<void> {
  const { agnhost } = await lab.images();
  const input = stringify(deployment('client', agnhost));
  await lab.run(['kubectl', '--context', cluster, 'apply', '-f', '-'], { input });
  await lab.kubectl(cluster, '-n', NAMESPACE, 'rollout', 'status', 'deployment/client', '--timeout=300s');
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
