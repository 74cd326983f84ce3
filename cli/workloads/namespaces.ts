import type { V1Namespace } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { CommandError } from '../errors';
import type { ClusterClient } from '../kubernetes/cluster-client';
import { orAborted, until, type Watched } from '../kubernetes/until';
import { MANAGED_BY } from './names';

/** What is in the way of making our namespace. */
export type Found = 'nothing' | 'leftover';

/**
 * Looks whether a namespace of our name is there.
 *
 * @throws CommandError if it is and we did not make it.
 */
export async function findNamespace(
  client: ClusterClient,
  cluster: string,
  name: string,
  signal: AbortSignal,
): Promise<Found> {
  const { items } = await orAborted(watched(client, name).list(), signal);
  const [namespace] = items;
  if (namespace === undefined) return 'nothing';
  const [[key, value]] = Object.entries(MANAGED_BY) as [[string, string]];
  if (namespace.metadata?.labels?.[key] === value) return 'leftover';
  throw new CommandError(
    `Cluster ${cluster} has a namespace ${name} without the label ${key}=${value}: something else made it, so it is left alone. ` +
      'Name another one with --namespace.',
  );
}

/** Removes our namespace, and returns when it is gone. */
export async function removeNamespace(client: ClusterClient, name: string, signal: AbortSignal): Promise<void> {
  await startRemoval(client, name, signal);
  await until(client, watched(client, name), (namespaces) => (namespaces.length === 0 ? true : undefined), signal);
}

/** Has the cluster remove our namespace, and returns while it still does: its pods end in a second, the namespace itself is gone some ten seconds later. */
export async function startRemoval(client: ClusterClient, name: string, signal: AbortSignal): Promise<void> {
  try {
    await orAborted(client.core.deleteNamespace({ name }), signal);
  } catch (error) {
    if ((error as { code?: number }).code === 404) return;
    // 409: it is on its way out already.
    if ((error as { code?: number }).code !== 409) throw error;
  }
  // Kubernetes lets five seconds pass before it looks into a namespace that goes; our pods can end meanwhile. None comes back in there.
  await orAborted(client.core.deleteCollectionNamespacedPod({ namespace: name }), signal).catch(() => undefined);
}

function watched(client: ClusterClient, name: string): Watched<V1Namespace> {
  const selectors = { fieldSelector: `metadata.name=${name}` };
  return { path: '/api/v1/namespaces', selectors, list: () => client.core.listNamespace(selectors) };
}
