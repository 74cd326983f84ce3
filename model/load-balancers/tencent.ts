import { type Cloud, NOT_FOUND, says } from './cloud';

const ANNOTATIONS = 'https://www.tencentcloud.com/document/product/457/39142';

/** Load balancers of Tencent Cloud. */
export const TENCENT: readonly Cloud[] = [
  {
    name: 'Tencent Cloud (TKE)',
    internal: {},
    public: {},
    decidedBy: ['service.kubernetes.io/qcloud-loadbalancer-internal-subnetid'],
    answers: {
      scope: says(
        'Public, unless `service.kubernetes.io/qcloud-loadbalancer-internal-subnetid` has the ID of a subnet: write it among `annotations`.',
        ANNOTATIONS,
      ),
      change: NOT_FOUND,
      yields: { unverified: 'take the kind that the status shows.' },
      staticAddress: NOT_FOUND,
      sharedAddress: says('`service.kubernetes.io/tke-existed-lbid` takes a load balancer that is there.', ANNOTATIONS),
      sourceRanges: NOT_FOUND,
      healthChecks: says('A TkeServiceConfig, by `service.cloud.tencent.com/tke-service-config`.', ANNOTATIONS),
      families: NOT_FOUND,
    },
  },
];
