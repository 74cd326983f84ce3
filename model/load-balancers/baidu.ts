import { type Cloud, NOT_FOUND, says } from './cloud';

const KUBERNETES = 'https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer';

/** Load balancers of Baidu Cloud. */
export const BAIDU: readonly Cloud[] = [
  {
    name: 'Baidu Cloud',
    internal: { 'service.beta.kubernetes.io/cce-load-balancer-internal-vpc': 'true' },
    public: {},
    answers: {
      scope: says('With `true` it gets no public address.', KUBERNETES),
      change: NOT_FOUND,
      yields: NOT_FOUND,
      staticAddress: NOT_FOUND,
      sharedAddress: NOT_FOUND,
      sourceRanges: NOT_FOUND,
      healthChecks: NOT_FOUND,
      families: NOT_FOUND,
    },
  },
];
