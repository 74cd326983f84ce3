import type { V1Deployment } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { nodeStates, podStates, waitingPod } from '../../config/pod-states';
import { roomFor } from '../../model/scheduling/pending';
import type { Rollout } from './rollout';
import { rolloutClients } from './rollout-obstacles';

/** How long a rollout may take whose pods no node has room for. An autoscaler of nodes is slower than any `up` should wait. */
const WITHOUT_ROOM = '2m';

/** How long the question for room may take. Without an answer, `up` waits as long as the provider does. */
const ANSWER_MS = 10_000;

/**
 * How long `up` is to wait for a rollout; undefined for the provider's ten minutes. Those are for images that take their time. Pods for which no
 * node has room wait for no image, and nothing else that comes by itself.
 */
export async function rolloutPatience(rollout: Rollout, deployment: V1Deployment): Promise<string | undefined> {
  const room = hasRoom(rollout, deployment).catch(() => true);
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(true), ANSWER_MS)));
  try {
    return (await Promise.race([room, silence])) ? undefined : WITHOUT_ROOM;
  } finally {
    clearTimeout(timer);
  }
}

async function hasRoom(rollout: Rollout, { spec }: V1Deployment): Promise<boolean> {
  const { core } = await rolloutClients(rollout);
  const [nodes, pods] = await Promise.all([nodeStates(core), podStates(core, rollout.selector)]);
  const placed = pods.filter(({ node }) => node !== undefined).length;
  // A rollout of as many pods as before makes at least one of them before it ends another.
  const missing = Math.max(1, (spec?.replicas ?? 1) - placed);
  return roomFor(waitingPod(spec?.template ?? {}), nodes) >= missing;
}
