import { type Cloud, NOT_FOUND, says } from './cloud';

const NLB = 'https://cloud.ibm.com/docs/containers?topic=containers-setup_vpc_nlb';
const KUBERNETES = 'https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer';
const CLASSIC = 'https://cloud.ibm.com/docs/containers?topic=containers-loadbalancer';

/** Load balancers of IBM Cloud. */
export const IBM: readonly Cloud[] = [
  {
    name: 'IBM Cloud',
    internal: { 'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type': 'private' },
    public: { 'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type': 'public' },
    answers: {
      scope: says(
        'The annotation says `private` or `public`. Without it, a cluster that has private VLANs alone gets a private one.',
        KUBERNETES,
        NLB,
        CLASSIC,
      ),
      change: NOT_FOUND,
      yields: { unverified: 'take the kind that the status shows.' },
      staticAddress: says('`spec.loadBalancerIP`, of the portable addresses of a VLAN.', CLASSIC),
      sharedAddress: NOT_FOUND,
      sourceRanges: NOT_FOUND,
      healthChecks: NOT_FOUND,
      families: NOT_FOUND,
    },
  },
];
