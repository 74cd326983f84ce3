import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import { applyObjects } from '../apply';
import { askNetexec, netexecPod, netexecService } from '../netexec-pod';

const NAMESPACE = 'probe';
const LONGEST_WAIT = 180_000;

/** A pod in a cluster that answers requests and makes them, with a load balancer in front. */
export interface Probe {
  readonly cluster: string;
  /** Name of the pod, which tells it from those of other clusters; also its label `app`. */
  readonly pod: string;
  readonly podAddress: string;
  readonly loadBalancerAddress: string;
}

/** The outcome of a request from a probe. */
export interface Answer {
  readonly responses?: readonly string[];
  readonly errors?: readonly string[];
}

/** Puts a probe into a cluster and waits until it can be used. */
export async function deployProbe(lab: Lab, cluster: string): Promise<Probe> {
  const pod = `probe-${cluster}`;
  await applyObjects(lab, cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    ...(await netexecPod(lab, { name: pod, namespace: NAMESPACE })),
    netexecService({ name: 'probe', namespace: NAMESPACE, app: pod, type: 'LoadBalancer' }),
  ]);
  const kubectl = (...args: readonly string[]) => lab.kubectl(cluster, '-n', NAMESPACE, ...args);
  const address = '{.status.loadBalancer.ingress[0].ip}';
  await kubectl('wait', `pod/${pod}`, '--for=condition=Ready', '--timeout=300s');
  await kubectl('wait', 'service/probe', `--for=jsonpath=${address}`, '--timeout=300s');
  return {
    cluster,
    pod,
    podAddress: await kubectl('get', `pod/${pod}`, '--output=jsonpath={.status.podIP}'),
    loadBalancerAddress: await kubectl('get', 'service/probe', `--output=jsonpath=${address}`),
  };
}

/**
 * Has a probe's pod request a path of a host once. The pod is asked again if it could not be: that says nothing about the request.
 *
 * @throws Error if the pod can never be asked, or refuses, as for a name that does not resolve.
 */
export async function request(
  lab: Lab,
  { cluster, pod }: Probe,
  host: string,
  port: number,
  path: string,
): Promise<Answer> {
  const query = new URLSearchParams({ host, port: String(port), request: path, protocol: 'http', tries: '1' });
  const { body, status } = await eventually(
    () => askNetexec(lab, { cluster, namespace: NAMESPACE, pod }, `/dial?${query.toString()}`),
    (answer) => answer.status !== 500,
    AbortSignal.timeout(LONGEST_WAIT),
  );
  if (status !== 200) throw new Error(`${pod} could not be asked: ${body}`);
  return JSON.parse(body) as Answer;
}

/** Requests until there is an answer: kube-proxy takes a moment to serve a Service that has just got its address, and DNS to know a name. */
export function requestUntilAnswered(lab: Lab, from: Probe, host: string, port: number, path: string): Promise<Answer> {
  return eventually(
    () => request(lab, from, host, port, path).catch((error: unknown): Answer => ({ errors: [String(error)] })),
    ({ responses }) => (responses ?? []).length > 0,
    AbortSignal.timeout(LONGEST_WAIT),
  );
}
