import type { CoreV1Api, V1Node, V1Pod } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { SYSTEM_NAMESPACE } from '../model/names/system-namespace';
import { type NodeState, pendingReason, type WaitingPod } from '../model/scheduling/pending';
import { quantity } from '../model/scheduling/quantity';

/** One pod of a gateway. */
export interface GatewayPod {
  readonly name: string;
  /** The node that it runs on; undefined if no node takes it. */
  readonly node: { readonly name: string; readonly labels: Readonly<Record<string, string>> } | undefined;
  /** Why it does not start; undefined if it runs. */
  readonly waits: string | undefined;
}

/** The pods of a gateway with their nodes, or the reasons why they do not start. */
export async function gatewayPods(
  core: CoreV1Api,
  selector: Readonly<Record<string, string>>,
): Promise<readonly GatewayPod[]> {
  const labelSelector = Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const [pods, nodes] = await Promise.all([
    core.listNamespacedPod({ namespace: SYSTEM_NAMESPACE, labelSelector }),
    core.listNode(),
  ]);
  const current = pods.items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const isWaiting = current.some(({ spec }) => spec?.nodeName === undefined);
  const states = isWaiting ? await Promise.all(nodes.items.map((node) => nodeState(core, node))) : [];
  return current.map((pod) => {
    const name = pod.metadata?.name ?? '';
    const node = nodes.items.find(({ metadata }) => metadata?.name === pod.spec?.nodeName);
    if (pod.spec?.nodeName === undefined)
      return { name, node: undefined, waits: pendingReason(waitingPod(pod), states) };
    const placed = { name: pod.spec.nodeName, labels: node?.metadata?.labels ?? {} };
    return { name, node: placed, waits: pod.status?.phase === 'Pending' ? containerReason(pod) : undefined };
  });
}

/** A node, with what the pods on it ask for. */
async function nodeState(core: CoreV1Api, { metadata, spec, status }: V1Node): Promise<NodeState> {
  const name = metadata?.name ?? '';
  const fieldSelector = `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed`;
  const { items } = await core.listPodForAllNamespaces({ fieldSelector });
  const requested: Record<string, number> = {};
  for (const pod of items)
    for (const [resource, asked] of Object.entries(requestsOf(pod)))
      requested[resource] = (requested[resource] ?? 0) + asked;
  const taints = (spec?.taints ?? []).map(({ effect, key, value }) => ({ effect, key, value }));
  return { name, labels: metadata?.labels ?? {}, taints, allocatable: status?.allocatable ?? {}, requested };
}

function waitingPod(pod: V1Pod): WaitingPod {
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return {
    nodeSelector: pod.spec?.nodeSelector ?? {},
    tolerations: pod.spec?.tolerations ?? [],
    requests: requestsOf(pod),
    scheduler: scheduled?.message,
  };
}

/** The resources that a pod asks for: the sum over its containers. Containers that run before them ask for less, as a rule. */
function requestsOf({ spec }: V1Pod): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const { resources } of spec?.containers ?? [])
    for (const [resource, asked] of Object.entries(resources?.requests ?? {}))
      sum[resource] = (sum[resource] ?? 0) + quantity(asked);
  return sum;
}

function containerReason({ status }: V1Pod): string {
  const waiting = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].flatMap(
    ({ name, state }) =>
      state?.waiting === undefined ? [] : [`container ${name} waits: ${state.waiting.reason ?? ''}`],
  );
  return waiting.join('; ') || 'its containers have not started yet';
}
