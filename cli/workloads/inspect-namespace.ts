import type { CoreV1Event, V1Pod } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import type { ClusterClient } from '../kubernetes/cluster-client';
import { orAborted } from '../kubernetes/until';

const EVENTS_SHOWN = 5;

/** The states of the pods in a namespace, and its last warnings. */
export async function inspectNamespace(
  client: ClusterClient,
  namespace: string,
  signal: AbortSignal,
): Promise<string[]> {
  const [pods, events] = await Promise.all([
    orAborted(client.core.listNamespacedPod({ namespace }), signal),
    orAborted(client.core.listNamespacedEvent({ namespace, fieldSelector: 'type=Warning' }), signal),
  ]);
  return [
    ...pods.items.map(podState),
    ...(pods.items.length === 0 ? [`no pod in namespace ${namespace}`] : []),
    ...events.items.slice(-EVENTS_SHOWN).map(eventLine),
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

function eventLine({ involvedObject, message, reason }: CoreV1Event): string {
  return `event on ${involvedObject.kind ?? ''} ${involvedObject.name ?? ''}: ${reason ?? ''}: ${(message ?? '').trim()}`;
}
