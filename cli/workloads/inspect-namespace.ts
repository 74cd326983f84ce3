import type { CoreV1Event, V1Pod } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { lookFor } from '../../model/scheduling/refusals';
import type { ClusterClient } from '../kubernetes/cluster-client';
import { orAborted } from '../kubernetes/until';
import { lastComplaint, missingRoutes } from './container-complaint';

const EVENTS_SHOWN = 5;

/** How many lines of a log are searched for a complaint. */
const LINES_SEARCHED = 50;

/** The states of the pods in a namespace, pods whose routes are missing, the last complaint of each container that runs and is not ready, and the namespace's last warnings. */
export async function inspectNamespace(
  client: ClusterClient,
  namespace: string,
  signal: AbortSignal,
): Promise<string[]> {
  const [pods, events] = await Promise.all([
    orAborted(client.core.listNamespacedPod({ namespace }), signal),
    orAborted(client.core.listNamespacedEvent({ namespace, fieldSelector: 'type=Warning' }), signal),
  ]);
  const complaints = await Promise.all(pods.items.map((pod) => complaintsOf(client, namespace, pod, signal)));
  return [
    ...pods.items.map(podState),
    ...pods.items.map(missingRoutes).filter((missing) => missing !== undefined),
    ...complaints.flat(),
    ...(pods.items.length === 0 ? [`no pod in namespace ${namespace}`] : []),
    ...events.items.slice(-EVENTS_SHOWN).map((event) => eventLine(event, namespace)),
  ];
}

function podState({ metadata, status }: V1Pod): string {
  const states = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(
    ({ name, ready, restartCount, state }) => {
      const why = state?.waiting?.reason ?? state?.terminated?.reason;
      const restarts = restartCount === 0 ? '' : `, ${restartCount} restarts`;
      return `${name} ${ready ? 'ready' : (why ?? 'not ready')}${restarts}`;
    },
  );
  return `pod ${metadata?.name ?? ''} is ${status?.phase ?? 'unknown'} (${states.join('; ') || 'no container yet'})`;
}

async function complaintsOf(
  client: ClusterClient,
  namespace: string,
  { metadata, status }: V1Pod,
  signal: AbortSignal,
): Promise<string[]> {
  const name = metadata?.name ?? '';
  const silent = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].filter(
    ({ ready, state }) => !ready && state?.running !== undefined,
  );
  const found = silent.map(async ({ name: container }) => {
    const log = client.core.readNamespacedPodLog({ name, namespace, container, tailLines: LINES_SEARCHED });
    // The log is a help to the reader: a right to it may be missing.
    const complaint = lastComplaint(await orAborted(log, signal).catch(() => ''));
    return complaint === undefined ? [] : [`container ${container} of pod ${name} says: ${complaint}`];
  });
  return (await Promise.all(found)).flat();
}

function eventLine({ involvedObject, message = '', reason = '' }: CoreV1Event, namespace: string): string {
  const text = message.trim();
  return `event on ${involvedObject.kind ?? ''} ${involvedObject.name ?? ''}: ${reason}: ${text}${lookFor(text, namespace)}`;
}
