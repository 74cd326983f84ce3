import { type PodState, podStates } from '../../config/pod-states';
import { lookFor } from '../../model/scheduling/refusals';
import type { Rollout } from './rollout';
import type { RolloutClients } from './rollout-clients';
import { DAEMON_SETS, DEPLOYMENTS, type RolloutKind } from './rollout-kinds';

/** What is in the way of a rollout. */
export interface Obstacles {
  /** For people. */
  readonly message: string;
  /** Whether nothing but a change by somebody gets it out of the way: no image that takes its time is meant. */
  readonly stays: boolean;
}

/** What a rollout waits for, as far as its cluster knows; undefined if nothing is in its way. */
export async function rolloutObstacles(rollout: Rollout, clients: RolloutClients): Promise<Obstacles | undefined> {
  const [refused, pods] = await Promise.all([
    rollout.kind === 'Deployment' ? refusal(DEPLOYMENTS, rollout, clients) : refusal(DAEMON_SETS, rollout, clients),
    podStates(clients.core, rollout.selector, rollout.namespace),
  ]);
  return obstacles(rollout, { refused, pods });
}

async function refusal<T>(
  kind: RolloutKind<T>,
  rollout: Rollout,
  clients: RolloutClients,
): Promise<string | undefined> {
  const [found] = (await kind.list(clients, rollout)).items;
  return found === undefined ? undefined : kind.refusal(found, clients, rollout);
}

/** What is in the way of a rollout, of all that its cluster says; undefined if nothing is. */
export function obstacles(
  { namespace, pool, title }: Pick<Rollout, 'namespace' | 'pool' | 'title'>,
  { pods, refused }: { readonly refused: string | undefined; readonly pods: readonly PodState[] },
): Obstacles | undefined {
  const waiting = [
    ...(refused === undefined ? [] : [`the API server refuses its pods: ${refused}${lookFor(refused, namespace)}`]),
    ...pods.flatMap(({ name, waits }) => (waits === undefined ? [] : [`pod ${name} waits, because ${waits}`])),
  ];
  if (waiting.length === 0) return undefined;
  return {
    message: `The ${title}${pool === undefined ? '' : `, in node pool ${pool},`} is not up: ${waiting.join('. And ')}.`,
    stays: refused !== undefined || pods.some(({ stuck }) => stuck),
  };
}
