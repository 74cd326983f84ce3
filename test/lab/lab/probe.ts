import { setTimeout as delay } from 'node:timers/promises';
import type { Lab } from '../../../lab/lab';

const NAMESPACE = 'probe';
const PORT = 8080;

/** A pod in a cluster that answers requests and makes them, with a load balancer in front. */
export interface Probe {
  readonly cluster: string;
  readonly podAddress: string;
  readonly loadBalancerAddress: string;
}

/** What a request from a probe came to. */
export interface Answer {
  readonly responses?: readonly string[];
  readonly errors?: readonly string[];
}

/** Puts a probe into a cluster and waits until it can be used. */
export async function deployProbe(lab: Lab, cluster: string): Promise<Probe> {
  const { agnhost } = await lab.images();
  const labels = { app: 'probe' };
  const metadata = { name: 'probe', namespace: NAMESPACE, labels };
  const container = { name: 'probe', image: agnhost, args: ['netexec', `--http-port=${PORT}`] };
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: deployment(labels, container) },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'LoadBalancer', selector: labels, ports: [{ port: 80, targetPort: PORT }] },
    },
  ];
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const kubectl = ['kubectl', '--context', cluster, '--namespace', NAMESPACE];
  await lab.run([...kubectl, 'apply', '--filename=-'], { input: list });
  await lab.run([...kubectl, 'rollout', 'status', 'deployment/probe', '--timeout=60s']);
  const address = '{.status.loadBalancer.ingress[0].ip}';
  await lab.run([...kubectl, 'wait', 'service/probe', `--for=jsonpath=${address}`, '--timeout=60s']);
  return {
    cluster,
    podAddress: await lab.run([...kubectl, 'get', 'pods', '--output=jsonpath={.items[0].status.podIP}']),
    loadBalancerAddress: await lab.run([...kubectl, 'get', 'service/probe', `--output=jsonpath=${address}`]),
  };
}

/** Has a probe's pod request a path of a host once. The API server passes the order on, so no shell is needed in the pod. */
export async function request(lab: Lab, from: Probe, host: string, port: number, path: string): Promise<Answer> {
  const query = new URLSearchParams({ host, port: String(port), request: path, protocol: 'http', tries: '1' });
  const pod = await podName(lab, from.cluster);
  const url = `/api/v1/namespaces/${NAMESPACE}/pods/${pod}:${PORT}/proxy/dial?${query.toString()}`;
  return JSON.parse(await lab.kubectl(from.cluster, 'get', '--raw', url)) as Answer;
}

/** Requests until there is an answer: kube-proxy takes a moment to serve a Service that has just got its address. */
export async function requestUntilAnswered(
  lab: Lab,
  from: Probe,
  host: string,
  port: number,
  path: string,
): Promise<Answer> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const answer = await request(lab, from, host, port, path);
    if ((answer.responses?.length ?? 0) > 0 || Date.now() > deadline) {
      return answer;
    }
    await delay(200);
  }
}

/** Name of the probe's pod. */
export async function podName(lab: Lab, cluster: string): Promise<string> {
  return lab.kubectl(cluster, '-n', NAMESPACE, 'get', 'pods', '--output=jsonpath={.items[0].metadata.name}');
}

function deployment(labels: Record<string, string>, container: unknown): unknown {
  const pod = { containers: [container], terminationGracePeriodSeconds: 0 };
  return { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } };
}
