import { request, type RequestOptions } from 'node:https';

/** How long an API server may take to answer, in milliseconds. */
const PATIENCE = 30_000;

/** Names, labels and annotations alone: with their schemas, Istio's CRDs are a megabyte, and Secrets hold secrets. */
const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** An answer of an API server other than 200. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(
    readonly status: number,
    reason: string,
  ) {
    super(`the API server answered ${status} ${reason}`);
  }
}

/** How much of the objects of a list is asked for. */
export type Extent = 'metadata' | 'whole';

/** Gets lists from a cluster. */
export type ClusterLists = (path: string, extent: Extent) => Promise<unknown>;

/**
 * The way to the lists of a cluster.
 *
 * @param kubeconfig With one context, the cluster's.
 * @param patience How long each answer may take, in milliseconds.
 * @returns a function that throws RefusedError for an answer other than 200, and another error where there is none.
 */
export async function clusterLists(kubeconfig: string, patience = PATIENCE): Promise<ClusterLists> {
  // The library is an ES module, which a CommonJS one can only import so; and only stacks that ask pay for loading it.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const server = (config.getCurrentCluster()?.server ?? '').replace(/\/$/, '');
  const options = { headers: {}, timeout: patience };
  await config.applyToHTTPSOptions(options);
  return async (path, extent) => {
    const headers = { ...options.headers, accept: extent === 'metadata' ? METADATA : 'application/json' };
    return JSON.parse(await answer(`${server}${path}`, { ...options, headers })) as unknown;
  };
}

function answer(url: string, options: RequestOptions & { readonly timeout: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(parts).toString());
        else reject(new RefusedError(response.statusCode ?? 0, response.statusMessage ?? ''));
      });
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer within ${options.timeout / 1000} s`)));
    sent.once('error', reject);
    sent.end();
  });
}
