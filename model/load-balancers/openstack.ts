import { type Cloud, NOT_FOUND, says } from './cloud';

const GUIDE =
  'https://github.com/kubernetes/cloud-provider-openstack/blob/master/docs/openstack-cloud-controller-manager/expose-applications-using-loadbalancer-type-service.md';
const CONFIG =
  'https://github.com/kubernetes/cloud-provider-openstack/blob/master/docs/openstack-cloud-controller-manager/using-openstack-cloud-controller-manager.md';

/** Load balancers of OpenStack (Octavia), and of clouds that are made with it. */
export const OPENSTACK: readonly Cloud[] = [
  {
    name: 'OpenStack (Octavia)',
    internal: { 'service.beta.kubernetes.io/openstack-internal-load-balancer': 'true' },
    public: { 'service.beta.kubernetes.io/openstack-internal-load-balancer': 'false' },
    answers: {
      scope: says(
        'With `true` it gets no floating IP. Without the annotation, the option `internal-lb` of the cloud controller decides. A cluster may allow internal ones alone.',
        GUIDE,
        CONFIG,
      ),
      change: NOT_FOUND,
      yields: says(
        'An IP address; a host name by `loadbalancer.openstack.org/hostname` or the option `enable-ingress-hostname`.',
        GUIDE,
      ),
      staticAddress: says(
        'A floating IP as `spec.loadBalancerIP`; `loadbalancer.openstack.org/keep-floatingip` keeps it.',
        GUIDE,
      ),
      sharedAddress: says('`loadbalancer.openstack.org/load-balancer-id` takes a load balancer that is there.', GUIDE),
      sourceRanges: says('Honoured with Octavia API 2.12 or later, else ignored.', GUIDE),
      healthChecks: says('`loadbalancer.openstack.org/enable-health-monitor`.', GUIDE),
      families: NOT_FOUND,
    },
  },
];
