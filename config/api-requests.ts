import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import type { KubeConfig } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };

/** How long a connection may be silent before the system asks whether the other end is still there, in milliseconds. */
const KEEP_ALIVE_MS = 30_000;

/** What is special about a request. */
export type ApiRequest = Pick<RequestOptions, 'signal' | 'timeout'> & {
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends a GET to a path, and resolves with the head of the answer. */
export type ApiRequests = (path: string, asked: ApiRequest) => Promise<IncomingMessage>;

/**
 * The way to the API server of a kubeconfig, for requests that the client library does not make: it hands an answer over without its head, and a watch only
 * once that is answered.
 *
 * @returns a function that rejects where there is no answer, where the signal ends it, and where nothing comes for as long as `timeout` says.
 */
export async function apiRequests(config: KubeConfig): Promise<ApiRequests> {
  const server = (config.getCurrentCluster()?.server ?? '').replace(/\/$/, '');
  // The agent that the library adds knows whether the way is TLS.
  const options = { headers: {} };
  await config.applyToHTTPSOptions(options);
  return (path, { headers, ...asked }) =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${server}${path}`,
        { ...options, ...asked, headers: { ...options.headers, ...headers } },
        resolve,
      );
      sent.setSocketKeepAlive(true, KEEP_ALIVE_MS);
      sent.once('timeout', () => sent.destroy(new Error(`no answer within ${(asked.timeout ?? 0) / 1000} s`)));
      sent.on('error', reject);
      sent.end();
    });
}
