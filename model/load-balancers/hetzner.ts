import { type Cloud, NOT_FOUND, says } from './cloud';

const ANNOTATIONS =
  'https://github.com/hetznercloud/hcloud-cloud-controller-manager/blob/main/docs/reference/load_balancer_annotations.md';
const STATUS = 'https://github.com/hetznercloud/hcloud-cloud-controller-manager/blob/main/hcloud/load_balancers.go';
const NETWORKS =
  'https://github.com/hetznercloud/hcloud-cloud-controller-manager/blob/main/docs/guides/load-balancer/private-networks.md';

/** Load balancers of Hetzner Cloud. */
export const HETZNER: readonly Cloud[] = [
  {
    name: 'Hetzner Cloud',
    internal: {
      'load-balancer.hetzner.cloud/disable-public-network': 'true',
      'load-balancer.hetzner.cloud/use-private-ip': 'true',
    },
    public: { 'load-balancer.hetzner.cloud/disable-private-ingress': 'true' },
    answers: {
      scope: says(
        'An internal one needs a cluster with a private network: without one its Service gets no address, and `internal: false` is what works.',
        ANNOTATIONS,
        NETWORKS,
        STATUS,
      ),
      change: NOT_FOUND,
      yields: says(
        'IP addresses. A public one tells its private address as well, which leads nowhere from outside, unless `disable-private-ingress` says `true`.',
        STATUS,
      ),
      staticAddress: says('`load-balancer.hetzner.cloud/private-ipv4` in the private network.', ANNOTATIONS),
      sharedAddress: NOT_FOUND,
      sourceRanges: NOT_FOUND,
      healthChecks: says('TCP; `load-balancer.hetzner.cloud/health-check-*` change them.', ANNOTATIONS),
      families: says('IPv4 and IPv6; `load-balancer.hetzner.cloud/ipv6-disabled` leaves IPv6 out.', ANNOTATIONS),
    },
  },
];
