/** The service account by which other clusters' istiods read a cluster; made by the base chart. */
export const READER_ACCOUNT = 'istio-reader-service-account';

/** Name of the Secret by which an istiod watches a cluster. */
export function remoteSecretName(clusterId: string): string {
  return `istio-remote-secret-${clusterId}`;
}

/** Name of the Secret that holds a generation of a cluster's reader token. */
export function readerTokenName(generation: number): string {
  return `${READER_ACCOUNT}-token-${generation}`;
}
