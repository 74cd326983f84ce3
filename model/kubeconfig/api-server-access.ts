import type { MeshedClusterSpec } from '../schema/config';
import { CLUSTER_FIELDS } from './fields';
import type { KubeconfigCluster } from './kubeconfig-cluster';

/** How istiods of other clusters reach an API server. */
export interface ApiServerAccess {
  readonly server: string;
  readonly tlsServerName: string | undefined;
  readonly proxyUrl: string | undefined;
  readonly disableCompression: boolean;
  /** The authority behind its certificate, in PEM. Undefined for the cluster's own, with `furtherAuthorities`. */
  readonly certificateAuthority: string | undefined;
  /** Authorities that count beside the cluster's own, in PEM. Default: none. */
  readonly furtherAuthorities: string | undefined;
}

type ClusterField = keyof typeof CLUSTER_FIELDS;

/** How istiods of other clusters reach an API server: as config says, and otherwise as the kubeconfig does, field by field. */
export function apiServerAccess(
  apiServer: MeshedClusterSpec['apiServer'],
  kubeconfig: KubeconfigCluster,
): ApiServerAccess {
  const from = <T>(field: ClusterField, value: T): T | undefined => (counts(field, apiServer) ? value : undefined);
  return {
    server: apiServer.server ?? kubeconfig.server,
    tlsServerName: apiServer.tlsServerName ?? from('tls-server-name', kubeconfig.tlsServerName),
    proxyUrl: apiServer.proxyUrl ?? from('proxy-url', kubeconfig.proxyUrl),
    disableCompression: from('disable-compression', kubeconfig.disableCompression) ?? false,
    certificateAuthority: apiServer.certificateAuthority,
    furtherAuthorities: from('certificate-authority-data', kubeconfig.certificateAuthority),
  };
}

/** Whether a field of the kubeconfig counts for istiods of other clusters, because config says nothing else. */
export function counts(field: ClusterField, apiServer: MeshedClusterSpec['apiServer']): boolean {
  return CLUSTER_FIELDS[field].unless.every((key) => apiServer[key] === undefined);
}
