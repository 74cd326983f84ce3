import { type Cloud, NOT_FOUND, says } from './cloud';

const GUIDE =
  'https://docs.oracle.com/iaas/Content/ContEng/Tasks/contengconfiguringloadbalancersnetworkloadbalancers-subtopic.htm';
const CONTROLLER =
  'https://github.com/oracle/oci-cloud-controller-manager/blob/master/docs/load-balancer-annotations.md';

const staticAddress = says(
  'A reserved public address as `spec.loadBalancerIP`, for a public one. It cannot be changed later without a new Service.',
  GUIDE,
);

/** Load balancers of Oracle Cloud. */
export const ORACLE: readonly Cloud[] = [
  {
    name: 'Oracle Cloud: load balancer',
    internal: { 'service.beta.kubernetes.io/oci-load-balancer-internal': 'true' },
    public: {},
    answers: {
      scope: says('Public unless the annotation says `true`.', GUIDE),
      change: says('Ignored: it cannot be modified after the load balancer was made.', CONTROLLER),
      yields: says('An IP address.', GUIDE),
      staticAddress,
      sharedAddress: NOT_FOUND,
      sourceRanges: NOT_FOUND,
      healthChecks: says('`oci-load-balancer-health-check-*` change retries, timeout and interval.', CONTROLLER),
      families: NOT_FOUND,
    },
  },
  {
    name: 'Oracle Cloud: network load balancer (`oci.oraclecloud.com/load-balancer-type: nlb`)',
    internal: { 'oci-network-load-balancer.oraclecloud.com/internal': 'true' },
    public: { 'oci-network-load-balancer.oraclecloud.com/external-ip-only': 'true' },
    answers: {
      scope: says('Public unless the annotation says `true`. It does not read that of the other kind.', GUIDE),
      change: NOT_FOUND,
      yields: says(
        'IP addresses. A public one tells its private address as well, which leads nowhere from outside, unless `external-ip-only` says `true`.',
        GUIDE,
      ),
      staticAddress,
      sharedAddress: NOT_FOUND,
      sourceRanges: NOT_FOUND,
      healthChecks: NOT_FOUND,
      families: NOT_FOUND,
    },
  },
];
