import { quantity, shownQuantity } from './quantity';

/** A taint of a node. */
export interface Taint {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect: string;
}

/** A toleration of a pod. */
export interface PodToleration {
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly value?: string | undefined;
  readonly effect?: string | undefined;
}

/** A pod that waits for a node, as far as its own spec says where it may run. */
export interface WaitingPod {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly PodToleration[];
  /** The resources that it asks for, by name. */
  readonly requests: Readonly<Record<string, number>>;
  /** The words of the scheduler; undefined as long as it has none. */
  readonly scheduler: string | undefined;
}

/** A node, with what it has and what the pods on it ask for. */
export interface NodeState {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly allocatable: Readonly<Record<string, string>>;
  readonly requested: Readonly<Record<string, number>>;
}

/** How many nodes a reason tells of. */
const SHOWN_NODES = 5;

/** Why no node takes a pod: what it asks for against what nodes have, and the taints that it does not tolerate. */
export function pendingReason(pod: WaitingPod, nodes: readonly NodeState[]): string {
  const selected = nodes.filter(({ labels }) => lacking(pod.nodeSelector, labels).length === 0);
  if (selected.length === 0) return `no node has the labels ${labelsOf(pod.nodeSelector)}`;
  const obstacles = selected.map((node) => obstaclesOf(pod, node));
  if (obstacles.every((found) => found.length > 0))
    return listed(selected.map(({ name }, index) => `node ${name} ${(obstacles[index] ?? []).join(' and ')}`));
  // Affinity, spread, volumes and the like: the scheduler's own words are all there is.
  return pod.scheduler === undefined
    ? 'the scheduler has not looked at it yet'
    : `the scheduler says: ${pod.scheduler}`;
}

/** The wanted labels that a node does not have, as `key=value`. */
export function lacking(
  wanted: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(wanted).flatMap(([key, value]) => (labels[key] === value ? [] : [`${key}=${value}`]));
}

function listed(reasons: readonly string[]): string {
  const more = reasons.length - SHOWN_NODES;
  return [...reasons.slice(0, SHOWN_NODES), ...(more > 0 ? [`${more} more nodes are alike`] : [])].join('; ');
}

function untolerated({ tolerations }: WaitingPod, { taints }: NodeState): readonly Taint[] {
  return taints.filter(
    (taint) => taint.effect !== 'PreferNoSchedule' && !tolerations.some((one) => tolerates(one, taint)),
  );
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

function obstaclesOf(pod: WaitingPod, node: NodeState): string[] {
  const { allocatable, requested } = node;
  const short = Object.entries(pod.requests).flatMap(([resource, asked]) => {
    const has = quantity(allocatable[resource] ?? '0');
    const free = has - (requested[resource] ?? 0);
    if (asked <= free) return [];
    const shown = (value: number) => shownQuantity(resource, value);
    return has === 0
      ? [`has no ${resource} (${shown(asked)} asked for)`]
      : [`has ${shown(free)} of ${shown(has)} ${resource} free (${shown(asked)} asked for)`];
  });
  return [
    ...untolerated(pod, node).map(({ effect, key, value = '' }) => {
      const taint = value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
      return `has the taint ${taint}, which the pod does not tolerate`;
    }),
    ...short,
  ];
}

/** As Kubernetes reads a toleration (its documentation, "Taints and Tolerations"). */
function tolerates({ effect, key, operator = 'Equal', value = '' }: PodToleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== '' && effect !== taint.effect) return false;
  if (key === undefined || key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
}
