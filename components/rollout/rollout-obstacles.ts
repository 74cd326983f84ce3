import type { AppsV1Api } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { type PodState, podStates } from '../../config/pod-states';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import { lookFor } from '../../model/scheduling/refusals';
import type { Rollout } from './rollout';
import type { RolloutClients } from './rollout-clients';

/** What is in the way of a rollout. */
export interface Obstacles {
  /** For people. */
  readonly message: string;
  /** Whether nothing but a change by somebody gets it out of the way: no image that takes its time is meant. */
  readonly stays: boolean;
}

/** What a rollout waits for, as far as its cluster knows; undefined if nothing is in its way. */
export async function rolloutObstacles(
  rollout: Rollout,
  { apps, core }: Pick<RolloutClients, 'apps' | 'core'>,
): Promise<Obstacles | undefined> {
  const [refused, pods] = await Promise.all([refusal(rollout, apps), podStates(core, rollout.selector)]);
  return obstacles(rollout, { refused, pods });
}

/** Why the pods of a Deployment are not even made, in the words of the API server. */
async function refusal({ deployment }: Rollout, apps: AppsV1Api): Promise<string | undefined> {
  const { items } = await apps.listNamespacedDeployment({
    namespace: SYSTEM_NAMESPACE,
    fieldSelector: `metadata.name=${deployment}`,
  });
  const conditions = items.flatMap(({ status }) => status?.conditions ?? []);
  return conditions.find(({ status, type }) => type === 'ReplicaFailure' && status === 'True')?.message;
}

/** What is in the way of a rollout, of all that its cluster says; undefined if nothing is. */
export function obstacles(
  { pool, title }: Pick<Rollout, 'pool' | 'title'>,
  { pods, refused }: { readonly refused: string | undefined; readonly pods: readonly PodState[] },
): Obstacles | undefined {
  const waiting = [
    ...(refused === undefined
      ? []
      : [`the API server refuses its pods: ${refused}${lookFor(refused, SYSTEM_NAMESPACE)}`]),
    ...pods.flatMap(({ name, waits }) => (waits === undefined ? [] : [`pod ${name} waits, because ${waits}`])),
  ];
  if (waiting.length === 0) return undefined;
  return {
    message: `The ${title}${pool === undefined ? '' : `, in node pool ${pool},`} is not up: ${waiting.join('. And ')}.`,
    stays: refused !== undefined || pods.some(({ stuck }) => stuck),
  };
}
