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
