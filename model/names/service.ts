/** The domain of every cluster of a mesh, in which its DNS answers for Services. */
export const CLUSTER_DOMAIN = 'cluster.local';

/** Host name of a Service within its cluster, in full: by it Istio knows the service in all clusters of a mesh. */
export function serviceHost(service: string, namespace: string): string {
  return `${service}.${namespace}.svc.${CLUSTER_DOMAIN}`;
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
