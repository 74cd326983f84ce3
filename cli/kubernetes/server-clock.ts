import type { KubeConfig } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { apiRequests } from '../../config/api-requests';

/** The header `Date` tells whole seconds, rounded down: on average, it is half a second later. */
const HALF_SECOND_MS = 500;

/**
 * How far the clock of an API server is ahead of this machine's, in seconds, by the header `Date` of an answer
 * (https://www.rfc-editor.org/rfc/rfc9110#field.date). It is known to half a second, and half of the time that the answer took.
 *
 * @throws Error if there is no answer, or it does not tell the time.
 */
export async function serverClock(config: KubeConfig, signal: AbortSignal): Promise<number> {
  const send = await apiRequests(config);
  const begun = Date.now();
  // Whoever may ask for nothing else may ask for this.
  const response = await send('/version', { signal });
  const ended = Date.now();
  response.resume();
  const told = Date.parse(response.headers.date ?? '');
  if (Number.isNaN(told)) throw new Error('its answer does not tell the time');
  return (told + HALF_SECOND_MS - (begun + ended) / 2) / 1000;
}
