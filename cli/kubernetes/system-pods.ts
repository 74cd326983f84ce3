import { labelSelectorOf } from '../../model/names/label-selector';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { ClusterClient } from './cluster-client';
import { orAborted } from './until';

/**
 * Names of the pods with some labels that run in the namespace of control planes and gateways.
 *
 * @throws Error if none does.
 */
export async function systemPods(
  client: ClusterClient,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string[]> {
  const labelSelector = labelSelectorOf(labels);
  const { items } = await orAborted(
    client.core.listNamespacedPod({ namespace: SYSTEM_NAMESPACE, labelSelector }),
    signal,
  );
  const running = items.filter(
    ({ metadata, status }) => status?.phase === 'Running' && metadata?.deletionTimestamp === undefined,
  );
  if (running.length > 0) return running.map(({ metadata }) => metadata?.name ?? '');
  throw new Error(`no pod with ${labelSelector} runs in namespace ${SYSTEM_NAMESPACE}`);
}
