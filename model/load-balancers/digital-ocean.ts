import { type Cloud, NOT_FOUND, says } from './cloud';

const GUIDE = 'https://docs.digitalocean.com/products/kubernetes/how-to/configure-load-balancers/';
const RANGES = 'https://docs.digitalocean.com/notes/2024/kubernetes-loadbalancersourceranges';
const ANNOTATIONS =
  'https://github.com/digitalocean/digitalocean-cloud-controller-manager/blob/master/docs/controllers/services/annotations.md';

/** Load balancers of DigitalOcean. */
export const DIGITAL_OCEAN: readonly Cloud[] = [
  {
    name: 'DigitalOcean',
    internal: { 'service.beta.kubernetes.io/do-loadbalancer-network': 'INTERNAL' },
    public: {},
    answers: {
      scope: says('Public unless the annotation says `INTERNAL` (Kubernetes 1.28.10 or later).', GUIDE),
      change: says('Not possible on a load balancer that is there.', GUIDE),
      yields: says(
        'An IP address, or the host name that `service.beta.kubernetes.io/do-loadbalancer-hostname` says.',
        ANNOTATIONS,
      ),
      staticAddress: NOT_FOUND,
      sharedAddress: NOT_FOUND,
      sourceRanges: says('Honoured.', RANGES),
      healthChecks: says(
        'By the health port of kube-proxy on the nodes. `do-loadbalancer-override-health-check` lets one say another way.',
        GUIDE,
      ),
      families: says('IPv4 alone where `do-loadbalancer-type` says `REGIONAL_NETWORK`.', GUIDE),
    },
  },
];
