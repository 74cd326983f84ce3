import { isIPv6 } from 'node:net';

/** The parts of an EndpointSlice that hold the addresses of a load balancer. */
export interface LoadBalancerEndpoints {
  readonly addressType: 'IPv4' | 'IPv6';
  readonly endpoints: { readonly addresses: string[]; readonly conditions: { readonly ready: true } }[];
}

/**
 * The addresses of a load balancer as the endpoints of one EndpointSlice. Each address is an endpoint of its own, because "no semantics are
 * defined for additional addresses beyond the first" of an endpoint (Kubernetes API, discovery/v1 Endpoint), and kube-proxy reads that one only.
 * A slice holds one family, so those of the other family than the first address are left out: they lead to the same load balancer.
 *
 * @param addresses IP addresses, as the status of the load balancer has them.
 */
export function loadBalancerEndpoints(addresses: readonly string[]): LoadBalancerEndpoints {
  const v6 = isIPv6(addresses[0] ?? '');
  return {
    addressType: v6 ? 'IPv6' : 'IPv4',
    endpoints: addresses
      .filter((address) => isIPv6(address) === v6)
      .map((address) => ({ addresses: [address], conditions: { ready: true } })),
  };
}
