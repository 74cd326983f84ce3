/** Name of an ingress gateway: chart release, Service and Deployment. */
export function ingressGatewayName(key: string): string {
  return `istio-ingress-${key}`;
}

/**
 * Name of the component of an ingress gateway; names of Pulumi resources start with it.
 *
 * @param cluster The cluster, for a gateway that may stand in several. No key has a dot.
 */
export function ingressComponentName(key: string, cluster?: string): string {
  return `${cluster === undefined ? key : `${key}.${cluster}`}-ingress-gateway`;
}

/** Name of the VirtualService of an ingress gateway's route, or of several: then their names with dots between them, sorted. */
export function ingressRouteName(gateway: string, route: string): string {
  return `${ingressGatewayName(gateway)}.${route}`;
}

/** Name of the VirtualService by which an ingress gateway passes TLS on. Sorted names of routes never end so. */
export function ingressPassthroughName(gateway: string, name: string): string {
  return `${ingressGatewayName(gateway)}.tls.${name}.443`;
}

/** Name of the VirtualService of a further port of an ingress gateway. Sorted names of routes never end so. */
export function ingressPortName(gateway: string, name: string): string {
  return `${ingressGatewayName(gateway)}.tcp.${name}.port`;
}

/** Pod labels that select an ingress gateway; the chart derives them from its release name. */
export function ingressGatewaySelector(key: string): { readonly istio: string } {
  return { istio: `ingress-${key}` };
}

/** Name of the Secret that the stack makes for a server of an ingress gateway. */
export function ingressSecretName(gateway: string, server: string): string {
  return `${ingressGatewayName(gateway)}.${server}`;
}

/** End of the name of a Secret that Istio takes client authorities from, after the name of the Secret with the server's certificate. */
export const AUTHORITY_SUFFIX = '-cacert';
