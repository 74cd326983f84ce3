import type { V1Pod } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { labelSelectorOf } from '../../model/names/label-selector';
import type { ClusterClient } from '../kubernetes/cluster-client';
import { orAborted, until } from '../kubernetes/until';
import type { Manifests } from './manifests';
import { MANAGED_BY, type Workload, WORKLOADS } from './names';

/** A running pod. */
export interface RunningPod {
  readonly name: string;
  readonly ip: string;
}

/** The pods of a cluster, all of them ready. */
export type RunningPods = Readonly<Partial<Record<Workload, RunningPod>>>;

/** Container of Istio's proxy. */
const PROXY = 'istio-proxy';

/** States of a container that no waiting mends. */
const HOPELESS = new Set(['ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'CreateContainerConfigError']);

/** Makes everything of a cluster; pods start meanwhile. */
export async function create(client: ClusterClient, manifests: Manifests, signal: AbortSignal): Promise<void> {
  const { accounts, deployments, destinationRule, machines, namespace, pullSecret, service } = manifests;
  const make = (object: Parameters<typeof client.objects.create>[0]) =>
    orAborted(client.objects.create(object), signal);
  await make(namespace);
  await Promise.all(
    [...accounts, pullSecret, service, destinationRule, ...machines].filter((object) => object !== undefined).map(make),
  );
  await Promise.all(deployments.map(make));
}

/** Waits until the pods of all the workloads are ready. */
export async function running(
  client: ClusterClient,
  namespace: string,
  workloads: readonly Workload[],
  signal: AbortSignal,
): Promise<RunningPods> {
  const labelSelector = labelSelectorOf(MANAGED_BY);
  return until<V1Pod, RunningPods>(
    client,
    {
      path: `/api/v1/namespaces/${namespace}/pods`,
      selectors: { labelSelector },
      list: () => client.core.listNamespacedPod({ namespace, labelSelector }),
    },
    (pods) => allReady(pods, workloads),
    signal,
  );
}

function allReady(pods: readonly V1Pod[], workloads: readonly Workload[]): RunningPods | undefined {
  for (const pod of pods) refuseHopeless(pod);
  const ready = workloads.flatMap((workload) => {
    const pod = pods.find(({ metadata }) => metadata?.labels?.['app'] === WORKLOADS[workload]);
    if (pod === undefined || !isReady(pod)) return [];
    if (workload !== 'plain') refuseWithoutProxy(pod);
    return [[workload, { name: pod.metadata?.name ?? '', ip: pod.status?.podIP ?? '' }] as const];
  });
  return ready.length < workloads.length ? undefined : Object.fromEntries(ready);
}

function isReady({ status }: V1Pod): boolean {
  return (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

function refuseHopeless({ metadata, status }: V1Pod): void {
  const states = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  for (const { image, name, state } of states) {
    const waiting = state?.waiting;
    if (waiting?.reason !== undefined && HOPELESS.has(waiting.reason))
      throw new Error(
        `container ${name} of pod ${metadata?.name ?? ''} cannot start (image ${image}): ${waiting.reason}` +
          (waiting.message === undefined ? '' : `: ${waiting.message}`),
      );
  }
}

/** Native sidecars are init containers. */
function refuseWithoutProxy({ metadata, spec }: V1Pod): void {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  if (!containers.some(({ name }) => name === PROXY))
    throw new Error(
      `pod ${metadata?.name ?? ''} started without a proxy: the injection webhook of the cluster did not take it`,
    );
}
