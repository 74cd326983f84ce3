import { type Cloud, NOT_FOUND, says } from './cloud';

const CLB = 'https://www.alibabacloud.com/help/document_detail/86531.htm';
const NLB =
  'https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/configure-nlb-instances-by-using-annotations';
const NLB_CHANGE = 'https://help.aliyun.com/zh/cs/configure-nlb-instances-by-using-annotations';
const CONTROLLER = 'https://github.com/kubernetes/cloud-provider-alibaba-cloud/blob/master/docs/usage.md';

/** Load balancers of Alibaba Cloud. */
export const ALIBABA: readonly Cloud[] = [
  {
    name: 'Alibaba Cloud: CLB, and NLB (class `alibabacloud.com/nlb`)',
    internal: { 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type': 'intranet' },
    public: {},
    answers: {
      scope: says(
        'Public unless the annotation says `intranet`. An NLB needs `alibaba-cloud-loadbalancer-zone-maps` as well.',
        CLB,
        NLB,
      ),
      change: says('An NLB is changed where it is. Of a CLB nothing was found.', NLB_CHANGE),
      yields: { unverified: 'take the kind that the status shows.' },
      staticAddress: says('A load balancer that is there already: `alibaba-cloud-loadbalancer-id`.', CONTROLLER),
      sharedAddress: says('Services with the same `alibaba-cloud-loadbalancer-id`.', CONTROLLER),
      sourceRanges: says(
        'An access list: `alibaba-cloud-loadbalancer-acl-id`, `-acl-status` and `-acl-type`.',
        CONTROLLER,
      ),
      healthChecks: says('TCP; `alibaba-cloud-loadbalancer-health-check-*` change them.', CONTROLLER),
      families: NOT_FOUND,
    },
  },
];
