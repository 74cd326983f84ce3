import type { KubernetesObject } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import type { Plain } from './manifests';

/** As much of Istio's DestinationRule as verify uses. */
export interface DestinationRule extends Plain<KubernetesObject> {
  readonly spec: {
    readonly host: string;
    readonly trafficPolicy: {
      readonly connectionPool: { readonly http: { readonly maxRequestsPerConnection: number } };
    };
  };
}

/**
 * Has proxies open a connection for each call. An east-west gateway passes TLS through, so it picks a server for a connection and not for a
 * request: over the few connections that a proxy keeps, some servers of a network might never be asked.
 */
export function newConnections(host: string, metadata: NonNullable<DestinationRule['metadata']>): DestinationRule {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata,
    spec: { host, trafficPolicy: { connectionPool: { http: { maxRequestsPerConnection: 1 } } } },
  };
}
