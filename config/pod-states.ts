import type { CoreV1Api, V1Node, V1Pod } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { labelSelectorOf } from '../model/names/label-selector';
import { SYSTEM_NAMESPACE } from '../model/names/system-namespace';
import { type NodeState, pendingReason, type WaitingPod } from '../model/scheduling/pending';
import { quantity } from '../model/scheduling/quantity';

/** A pod, and the node that it is on. */
export interface PlacedPod {
  readonly name: string;
  /** The node that it runs on; undefined if no node takes it. */
  readonly node: { readonly name: string; readonly labels: Readonly<Record<string, string>> } | undefined;
  /** Why it does not start; undefined if it runs. */
  readonly waits: string | undefined;
}

/** The state of one pod. */
export interface PodState extends PlacedPod {
  /** Whether it does not start until somebody changes something: no node takes it, or a container's image or config is not to be had. */
  readonly stuck: boolean;
}

/**
 * Pods with their nodes, or the reasons why they do not start.
 *
 * @param selector Their labels.
 * @param namespace Default: the control plane namespace.
 */
export async function podStates(
  core: CoreV1Api,
  selector: Readonly<Record<string, string>>,
  namespace: string = SYSTEM_NAMESPACE,
): Promise<readonly PodState[]> {
  const labelSelector = labelSelectorOf(selector);
  const [pods, nodes] = await Promise.all([core.listNamespacedPod({ namespace, labelSelector }), core.listNode()]);
  const current = pods.items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const isWaiting = current.some(({ spec }) => spec?.nodeName === undefined);
  const states = isWaiting ? await statesOf(core, nodes.items) : [];
  return current.map((pod) => {
    const name = pod.metadata?.name ?? '';
    const node = nodes.items.find(({ metadata }) => metadata?.name === pod.spec?.nodeName);
    if (pod.spec?.nodeName === undefined)
      return { name, node: undefined, waits: pendingReason(waitingPod(pod), candidates(pod, states)), stuck: true };
    const placed = { name: pod.spec.nodeName, labels: node?.metadata?.labels ?? {} };
    return { name, node: placed, waits: containerReason(pod), stuck: isStuck(pod) };
  });
}

function statesOf(core: CoreV1Api, nodes: readonly V1Node[]): Promise<readonly NodeState[]> {
  return Promise.all(nodes.map((node) => nodeState(core, node)));
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

/** The nodes that may take a pod: that of a DaemonSet has one of its own, by its name. */
function candidates({ spec }: V1Pod, nodes: readonly NodeState[]): readonly NodeState[] {
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const fields = required?.nodeSelectorTerms.flatMap(({ matchFields = [] }) => matchFields) ?? [];
  const names = fields.flatMap(({ key, values = [] }) => (key === 'metadata.name' ? values : []));
  return names.length === 0 ? nodes : nodes.filter(({ name }) => names.includes(name));
}

/** What a pod asks of nodes. */
function waitingPod({ spec, status }: V1Pod): WaitingPod {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return {
    nodeSelector: spec?.nodeSelector ?? {},
    tolerations: spec?.tolerations ?? [],
    requests: requestsOf({ spec }),
    scheduler: scheduled?.message,
  };
}

/** The resources that a pod asks for: the sum over its containers. Containers that run before them ask for less, as a rule. */
function requestsOf({ spec }: { readonly spec?: V1Pod['spec'] | undefined }): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const { resources } of spec?.containers ?? [])
    for (const [resource, asked] of Object.entries(resources?.requests ?? {}))
      sum[resource] = (sum[resource] ?? 0) + quantity(asked);
  return sum;
}

/** The reasons for which kubelet does not start a container because of its image. */
const IMAGE_REASONS = ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'];

/** The reasons for which kubelet does not start a container until somebody changes something. */
const STUCK_REASONS = [...IMAGE_REASONS, 'CrashLoopBackOff', 'CreateContainerConfigError', 'CreateContainerError'];

function isStuck({ status }: V1Pod): boolean {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return containers.some(({ state }) => STUCK_REASONS.includes(state?.waiting?.reason ?? ''));
}

function containerReason({ spec, status }: V1Pod): string | undefined {
  const images = new Map(
    [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ image = '', name }) => [name, image]),
  );
  const waiting = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].flatMap(
    ({ lastState, name, state }) => {
      const reason = state?.waiting?.reason ?? '';
      // A container that is being started has nothing to be told of.
      if (state?.waiting === undefined || (status?.phase !== 'Pending' && reason !== 'CrashLoopBackOff')) return [];
      if (IMAGE_REASONS.includes(reason))
        return [`the image ${images.get(name) ?? ''} of container ${name} cannot be pulled (${reason})`];
      const exit = lastState?.terminated?.exitCode;
      if (reason === 'CrashLoopBackOff')
        return [`container ${name} ends again and again${exit === undefined ? '' : `, last with exit code ${exit}`}`];
      return [`container ${name} waits: ${reason}`];
    },
  );
  if (waiting.length === 0) return status?.phase === 'Pending' ? 'its containers have not started yet' : undefined;
  return waiting.join('; ');
}
