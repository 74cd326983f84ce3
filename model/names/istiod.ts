import { GATEWAY_PORTS } from './east-west-gateway';
import { SYSTEM_NAMESPACE } from './system-namespace';

/** The revision of an installation that is not revisioned. */
export const DEFAULT_REVISION = 'default';

/** Name of a revision's istiod: its Service, and its Deployment. */
export function istiodName(revision: string): string {
  return revision === DEFAULT_REVISION ? 'istiod' : `istiod-${revision}`;
}

/** Name of the object by which a revision's istiod says that API servers reach its webhook (components/control-plane/istiod-reached.ts). */
export function istiodReachedName(revision: string): string {
  return `meshwork-${istiodName(revision)}-reached`;
}

/** Name of the Gateway that opens a revision's istiod to remotes; that of Istio's samples. */
export function istiodGatewayName(revision: string): string {
  return `${istiodName(revision)}-gateway`;
}

/** Host name by which proxies reach a revision's istiod; it is in istiod's certificate. */
export function istiodHost(revision: string): string {
  return `${istiodName(revision)}.${SYSTEM_NAMESPACE}.svc`;
}

/** Path of a remote's injection webhook; it tells istiod which cluster and network the pod is in. */
export function injectionPath(clusterId: string, network: string): string {
  return `/inject/cluster/${clusterId}/net/${network}`;
}

/** Address of a remote's injection webhook, where its istiod is reached by a host name. */
export function injectionUrl(hostname: string, clusterId: string, network: string): string {
  return `https://${hostname}:${GATEWAY_PORTS.webhook}${injectionPath(clusterId, network)}`;
}
