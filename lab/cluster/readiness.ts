import { setTimeout as delay } from 'node:timers/promises';
import { patiently } from '../patience';
import { type ApiClient, ApiError, type ApiObject } from './api';

const RETRY_INTERVAL_MS = 50;

/** Waits until the API server says that it is ready: nothing can be watched before. */
export async function untilServing(client: ApiClient, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await client.get('/readyz', { signal, timeoutMs: patiently(2000) });
      return;
    } catch {
      await delay(RETRY_INTERVAL_MS, undefined, { signal });
    }
  }
}

/**
 * Repeats an API call that fails because the API server has just started: the namespace of the call or the right to it is not there yet, or the
 * server has too many calls.
 */
export async function retryEarly<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isEarly(error)) throw error;
      await delay(RETRY_INTERVAL_MS, undefined, { signal });
    }
  }
}

function isEarly(error: unknown): boolean {
  if (error instanceof ApiError) return [403, 404, 429].includes(error.status) || error.status >= 500;
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

/** Whether the condition of this type is true. */
export function condition(object: ApiObject, type: string): boolean {
  const conditions = object.status?.['conditions'];
  return Array.isArray(conditions) && conditions.some((found: unknown) => isTrue(found, type));
}

function isTrue(found: unknown, type: string): boolean {
  return (
    typeof found === 'object' &&
    found !== null &&
    'type' in found &&
    'status' in found &&
    found.type === type &&
    found.status === 'True'
  );
}

/**
 * Asks an API server once for everything that clients ask first. It builds these answers when they are first asked for, which
 * takes seconds; later clients get them at once.
 */
export async function warmUp(client: ApiClient, signal: AbortSignal): Promise<void> {
  const ask = (path: string) => retryEarly(() => client.get(path, { signal }), signal);
  const index = JSON.parse(await ask('/openapi/v3')) as { paths: Record<string, object> };
  await Promise.all([
    ask('/openapi/v2'),
    ask('/apis'),
    // Not with the hash that the index has: where CRDs are there, it changes while the server starts, and is then answered by a redirection.
    ...Object.keys(index.paths).map((path) => ask(`/openapi/v3/${path}`)),
  ]);
}
