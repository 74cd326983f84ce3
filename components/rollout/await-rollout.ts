import { setTimeout as pause } from 'node:timers/promises';
import * as pulumi from '@pulumi/pulumi';
import { untracedError } from '../../config/untraced-error';
import type { Rollout, RolloutWait } from './rollout';
import { ANSWER_MS, type RolloutClients, rolloutClients } from './rollout-clients';
import { DAEMON_SETS, DEPLOYMENTS, type RolloutKind } from './rollout-kinds';
import { type Obstacles, rolloutObstacles } from './rollout-obstacles';
import { RolloutPatience } from './rollout-patience';
import { watchEvents } from './watch-events';

/** How often the cluster is asked what is in the way of a rollout. */
const INTERVAL_MS = 5_000;

/** How long to wait before a watch that has ended begins again. */
const AGAIN_MS = 1_000;

/** Waits for a rollout in the place of the provider, which would wait ten minutes also for what cannot come (docs/adr/0026). */
export const awaitRollout: RolloutWait = async (rollout, changed) => {
  const ended = new AbortController();
  const clients = await rolloutClients(rollout, ended.signal);
  try {
    await Promise.race([
      rolledOut({ ...rollout, changed }, clients, ended.signal),
      patience(rollout, clients, ended.signal),
    ]);
  } finally {
    ended.abort();
  }
};

/** A rollout, and whether this run began it. */
type BegunRollout = Rollout & { readonly changed: boolean };

/** Resolves as soon as it is rolled out, or is not there: then this run made none. */
async function rolledOut(rollout: BegunRollout, clients: RolloutClients, signal: AbortSignal): Promise<void> {
  const seen = () =>
    rollout.kind === 'Deployment'
      ? seenRolledOut(DEPLOYMENTS, rollout, clients, signal)
      : seenRolledOut(DAEMON_SETS, rollout, clients, signal);
  while (!signal.aborted) {
    // A cluster that does not answer now is asked again: how long, patience knows.
    if (await seen().catch(() => false)) return;
    await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function seenRolledOut<T>(
  kind: RolloutKind<T>,
  rollout: BegunRollout,
  clients: RolloutClients,
  signal: AbortSignal,
): Promise<boolean> {
  const { changed, name, namespace } = rollout;
  const { items, metadata } = await kind.list(clients, rollout);
  const [found] = items;
  const isDone = (object: T) => (changed ? kind.isRolledOut(object) : kind.isUp(object));
  if (found === undefined || isDone(found)) return true;
  const query = new URLSearchParams({
    watch: 'true',
    fieldSelector: `metadata.name=${name}`,
    resourceVersion: metadata?.resourceVersion ?? '',
  });
  const path = `/apis/apps/v1/namespaces/${namespace}/${kind.collection}?${query.toString()}`;
  for await (const { object, type } of watchEvents<T>(clients.config, path, signal))
    if (type === 'DELETED' || (type !== 'ERROR' && isDone(object))) return true;
  return false;
}

/** Tells what is in the way of a rollout, and rejects once there is no use in waiting. */
async function patience(rollout: Rollout, clients: RolloutClients, signal: AbortSignal): Promise<void> {
  const begun = performance.now();
  const limits = new RolloutPatience(rollout.title);
  for (;;) {
    await pause(INTERVAL_MS, undefined, { signal });
    const found = await rolloutObstacles(rollout, clients).catch((error: unknown) => unseen(rollout, error));
    const verdict = limits.at(performance.now() - begun, found);
    if (verdict.does === 'giveUp') throw untracedError(verdict.message);
    if (verdict.does === 'tell') await pulumi.log.warn(verdict.message);
  }
}

/** A cluster that does not tell is asked again. */
function unseen({ title }: Rollout, error: unknown): Obstacles {
  const { message, name } = error instanceof Error ? error : new Error(String(error));
  const reason = name === 'AbortError' ? `no answer within ${ANSWER_MS / 1000} s` : message;
  return { message: `The cluster does not tell whether the ${title} is up: ${reason}.`, stays: false };
}
