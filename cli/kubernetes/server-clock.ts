import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import type { KubeConfig } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };

/** The header `Date` tells whole seconds, rounded down: on average, it is half a second later. */
const HALF_SECOND_MS = 500;

/**
 * How far the clock of an API server is ahead of this machine's, in seconds, by the header `Date` of an answer
 * (https://www.rfc-editor.org/rfc/rfc9110#field.date). It is known to half a second, and half of the time that the answer took.
 *
 * @throws Error if there is no answer, or it does not tell the time.
 */
export async function serverClock(config: KubeConfig, signal: AbortSignal): Promise<number> {
  const server = (config.getCurrentCluster()?.server ?? '').replace(/\/$/, '');
  // The agent that the library adds knows whether the way is TLS.
  const options: RequestOptions = { headers: {} };
  await config.applyToHTTPSOptions(options);
  const begun = Date.now();
  // Whoever may ask for nothing else may ask for this.
  const { headers } = await answer(`${server}/version`, { ...options, signal });
  const ended = Date.now();
  const told = Date.parse(headers.date ?? '');
  if (Number.isNaN(told)) throw new Error('its answer does not tell the time');
  return (told + HALF_SECOND_MS - (begun + ended) / 2) / 1000;
}

function answer(url: string, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      response.resume();
      resolve(response);
    });
    sent.on('error', reject);
    sent.end();
  });
}
