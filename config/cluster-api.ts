import { text } from 'node:stream/consumers';
import { apiRequests } from './api-requests';

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
  const send = await apiRequests(config);
  return async (path, extent) => {
    const headers = { accept: extent === 'metadata' ? METADATA : 'application/json' };
    const response = await send(path, { headers, timeout: patience });
    const body = await text(response);
    if (response.statusCode === 200) return JSON.parse(body) as unknown;
    throw new RefusedError(response.statusCode ?? 0, response.statusMessage ?? '');
  };
}
