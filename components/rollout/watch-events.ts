import type { KubeConfig } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { apiRequests } from '../../config/api-requests';

/** What a watch tells of an object. */
export interface WatchEvent<T> {
  /** `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK` or `ERROR`. */
  readonly type: string;
  readonly object: T;
}

/**
 * The events of a watch until its server ends it. The signal ends it at any moment, also before the server answers: the client library hands a watch over
 * only once it is answered, and one that never is would keep the program from ending.
 *
 * @param path With its query, `watch=true` included.
 * @throws Error if the server refuses, the connection breaks, or the signal ends it.
 */
export async function* watchEvents<T>(
  config: KubeConfig,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent<T>, void> {
  const response = await (await apiRequests(config))(path, { signal });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`the API server answered ${response.statusCode} ${response.statusMessage}`);
  }
  response.setEncoding('utf8');
  let rest = '';
  for await (const part of response as AsyncIterable<string>) {
    const lines = `${rest}${part}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as WatchEvent<T>;
  }
}
