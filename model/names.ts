/**
 * Every name that two places have to agree on, computed here and nowhere else: half of all multi-cluster failures are two
 * places that disagree about a name (Istio's multicluster troubleshooting). Names are Istio's own unless their comment says otherwise.
 *
 * Join keys with dots, here and in names of Pulumi resources; hyphens collide (`a` + `b-c` = `a-b` + `c`). No suffix may end in another suffix.
 */

/** The namespace of Istio's control plane; the same in every cluster, because a remote's certificates name it. */
export const SYSTEM_NAMESPACE = 'istio-system';

/** Name of east-west gateways: chart release, Service and Deployment. Istio's samples select `istio: eastwestgateway`. */
export const EAST_WEST_GATEWAY = 'istio-eastwestgateway';

/** Pod labels that select an east-west gateway; the chart derives them from its release name. */
export const EAST_WEST_GATEWAY_SELECTOR = { istio: 'eastwestgateway' } as const;

/** The service account by which other clusters' istiods read a cluster; made by the base chart. */
export const READER_ACCOUNT = 'istio-reader-service-account';

/** Ports of an east-west gateway (gateway chart, `networkGateway`). */
export const GATEWAY_PORTS = { status: 15021, tls: 15443, istiod: 15012, webhook: 15017 } as const;

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

/** Host name of a Service within its cluster, in full: by it Istio knows the service in all clusters of a mesh. */
export function serviceHost(service: string, namespace: string): string {
  return `${service}.${namespace}.svc.cluster.local`;
}

/** The SPIFFE identity of a service account. */
export function spiffeId(trustDomain: string, namespace: string, serviceAccount: string): string {
  return `spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

/** Every name by which pods call a Service of their cluster, whatever namespace they are in. */
export function serviceNames(service: string, namespace: string): string[] {
  return [service, `${service}.${namespace}`, `${service}.${namespace}.svc`, serviceHost(service, namespace)];
}

/** Name of the objects that open a service to other clusters. It differs from the service's name, so that they replace no object of the user's. */
export function exposureName(service: string): string {
  return `${service}-cross-cluster`;
}

/** Name of the EndpointSlice that points a Service at the addresses where another cluster has it open. */
export function endpointsName(service: string, openIn: string): string {
  return `${service}.${openIn}`;
}

/** Name of an ingress gateway: chart release, Service and Deployment. */
export function ingressGatewayName(key: string): string {
  return `istio-ingress-${key}`;
}

/** Name of the VirtualService of an ingress gateway's route. */
export function ingressRouteName(gateway: string, route: string): string {
  return `${ingressGatewayName(gateway)}.${route}`;
}

/** Pod labels that select an ingress gateway; the chart derives them from its release name. */
export function ingressGatewaySelector(key: string): { readonly istio: string } {
  return { istio: `ingress-${key}` };
}

/** Address of a remote's injection webhook, where its istiod is reached by a host name. */
export function injectionUrl(hostname: string, clusterId: string, network: string): string {
  return `https://${hostname}:${GATEWAY_PORTS.webhook}${injectionPath(clusterId, network)}`;
}

/** Name of the Secret by which an istiod watches a cluster. */
export function remoteSecretName(clusterId: string): string {
  return `istio-remote-secret-${clusterId}`;
}

/** Name of the Secret that holds a generation of a cluster's reader token. */
export function readerTokenName(generation: number): string {
  return `${READER_ACCOUNT}-token-${generation}`;
}

/** Name of the ConfigMap by which an istiod learns which roots to trust; ours. */
export const TRUST_BUNDLE = 'meshwork-trust-bundle';

/** Name of the objects of an imported service, by its key and the mesh that exports it. */
export function importName(service: string, from: string): string {
  return `${service}.${from}`;
}

/**
 * Host name under which a service of another mesh appears, unless config names another. `internal` is reserved for private use (ICANN,
 * 2024), and with five dots a pod's resolver asks for the name itself before it tries its search domains (`ndots:5`).
 */
export function importedHost(service: string, namespace: string, mesh: string): string {
  return `${service}.${namespace}.svc.${mesh}.mesh.internal`;
}

/**
 * The network of endpoints that are gateways of other meshes. No gateway of the mesh leads there, so every proxy dials them itself; without it istiod
 * would take them for endpoints in the network of its own cluster, and send proxies of other networks to that network's gateway. No network of
 * config has this name, because those have no dots.
 */
export const FEDERATED_NETWORK = 'federated.mesh.internal';

/** The SNI by which a gateway in AUTO_PASSTHROUGH mode knows a port of a service (Istio's BuildDNSSrvSubsetKey). */
export function passthroughSni(service: string, namespace: string, port: number): string {
  return `outbound_.${port}_._.${serviceHost(service, namespace)}`;
}

/** Name of the Gateway that opens east-west gateways for services; the one of Istio's documentation. */
export const SERVICE_EXPOSURE = 'cross-network-gateway';

/** Every service of a mesh, as the hosts of a Gateway. */
export const EVERY_SERVICE = '*.local';
