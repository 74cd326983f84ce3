import type { KubernetesListObject, KubernetesObject } from '@kubernetes/client-node' with {
  'resolution-mode': 'import',
};
import type { ClusterClient } from './cluster-client';

/** Objects to be watched: where they are, and which of them. */
export interface Watched<T extends KubernetesObject> {
  /** Path of the collection, such as `/api/v1/namespaces`. */
  readonly path: string;
  readonly selectors: { readonly labelSelector?: string; readonly fieldSelector?: string };
  readonly list: () => Promise<KubernetesListObject<T>>;
}

/** Waits, by list and watch, until the watched objects are as wanted. `wanted` returns undefined while they are not, and may throw to give up. */
export async function until<T extends KubernetesObject, R>(
  client: ClusterClient,
  watched: Watched<T>,
  wanted: (objects: readonly T[]) => R | undefined,
  signal: AbortSignal,
): Promise<R> {
  for (;;) {
    signal.throwIfAborted();
    const { items, metadata } = await orAborted(watched.list(), signal);
    const objects = new Map(items.map((item) => [item.metadata?.name ?? '', item]));
    const found = wanted([...objects.values()]);
    if (found !== undefined) return found;
    const outcome = await watchOnce(client, watched, metadata?.resourceVersion, objects, wanted, signal);
    // An API server ends watches now and then, and forgets old versions: both mean listing again.
    if (outcome !== undefined) return outcome;
  }
}

async function watchOnce<T extends KubernetesObject, R>(
  client: ClusterClient,
  { path, selectors }: Watched<T>,
  resourceVersion: string | undefined,
  objects: Map<string, T>,
  wanted: (objects: readonly T[]) => R | undefined,
  signal: AbortSignal,
): Promise<R | undefined> {
  let stop: AbortController | undefined;
  try {
    return await orAborted(
      new Promise<R | undefined>((resolve, reject) => {
        const onEvent = (phase: string, object: T) => {
          if (phase === 'ERROR') {
            resolve(undefined);
            return;
          }
          const name = object.metadata?.name ?? '';
          if (phase === 'DELETED') objects.delete(name);
          else objects.set(name, object);
          try {
            const found = wanted([...objects.values()]);
            if (found !== undefined) resolve(found);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        };
        const onEnd = (error: unknown) => {
          if (isFailure(error)) reject(error);
          else resolve(undefined);
        };
        client.watch
          .watch(path, { ...selectors, ...(resourceVersion === undefined ? {} : { resourceVersion }) }, onEvent, onEnd)
          .then((controller) => (stop = controller), reject);
      }),
      signal,
    );
  } finally {
    stop?.abort();
  }
}

/** 410: the version to watch from is gone. */
function isFailure(error: unknown): error is Error {
  return error instanceof Error && error.name !== 'AbortError' && (error as { statusCode?: number }).statusCode !== 410;
}

/** A promise, or the reason of the signal, whichever comes first. For calls that know no signals. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    // If the call fails after the signal, the race hears of it too, so the runtime reports no unhandled error.
    return await Promise.race([aborted, promise]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
