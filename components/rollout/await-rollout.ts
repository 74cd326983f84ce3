import { setTimeout as pause } from 'node:timers/promises';
import type { V1Deployment } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import * as pulumi from '@pulumi/pulumi';
import { untracedError } from '../../config/untraced-error';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import { isRolledOut, isUp } from '../../model/scheduling/rolled-out';
import type { Rollout, RolloutWait } from './rollout';
import { ANSWER_MS, type RolloutClients, rolloutClients } from './rollout-clients';
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

/** Resolves as soon as a Deployment is rolled out, or is not there: then this run made none. */
async function rolledOut(rollout: BegunRollout, clients: RolloutClients, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // A cluster that does not answer now is asked again: how long, patience knows.
    if (await seenRolledOut(rollout, clients, signal).catch(() => false)) return;
    await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function seenRolledOut(
  { changed, deployment }: BegunRollout,
  { apps, config }: RolloutClients,
  signal: AbortSignal,
): Promise<boolean> {
  const fieldSelector = `metadata.name=${deployment}`;
  const { items, metadata } = await apps.listNamespacedDeployment({ namespace: SYSTEM_NAMESPACE, fieldSelector });
  const [found] = items;
  const isDone = changed ? isRolledOut : isUp;
  if (found === undefined || isDone(found)) return true;
  const query = new URLSearchParams({ watch: 'true', fieldSelector, resourceVersion: metadata?.resourceVersion ?? '' });
  const path = `/apis/apps/v1/namespaces/${SYSTEM_NAMESPACE}/deployments?${query.toString()}`;
  for await (const { object, type } of watchEvents<V1Deployment>(config, path, signal))
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
