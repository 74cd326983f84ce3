import { type Cloud, NOT_FOUND, says } from './cloud';

const GUIDE = 'https://github.com/kubernetes-sigs/cloud-provider-huaweicloud/blob/master/docs/usage-guide.md';

/** Load balancers of Huawei Cloud. */
export const HUAWEI: readonly Cloud[] = [
  {
    name: 'Huawei Cloud (ELB)',
    internal: {},
    public: {},
    decidedBy: ['kubernetes.io/elb.eip-id', 'kubernetes.io/elb.eip-auto-create-option'],
    answers: {
      scope: says(
        'A public address comes with `kubernetes.io/elb.eip-id` or `elb.eip-auto-create-option`: write one of them among `annotations` for a public one. `kubernetes.io/elb.class` is needed either way.',
        GUIDE,
      ),
      change: NOT_FOUND,
      yields: { unverified: 'take the kind that the status shows.' },
      staticAddress: says('`kubernetes.io/elb.eip-id`; `elb.keep-eip` keeps it.', GUIDE),
      sharedAddress: says('`kubernetes.io/elb.id` takes a load balancer that is there.', GUIDE),
      sourceRanges: NOT_FOUND,
      healthChecks: says(
        'On by default; `kubernetes.io/elb.health-check-*` change them. Security groups of nodes must let 100.125.0.0/16 in.',
        GUIDE,
      ),
      families: NOT_FOUND,
    },
  },
];
