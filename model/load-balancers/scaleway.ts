import { type Cloud, NOT_FOUND, says } from './cloud';

const ANNOTATIONS =
  'https://github.com/scaleway/scaleway-cloud-controller-manager/blob/master/docs/loadbalancer-annotations.md';
const CONFIG = 'https://github.com/scaleway/scaleway-cloud-controller-manager/blob/master/docs/configuration.md';
const RANGES = 'https://github.com/scaleway/scaleway-cloud-controller-manager/pull/12';

/** Load balancers of Scaleway. */
export const SCALEWAY: readonly Cloud[] = [
  {
    name: 'Scaleway',
    internal: { 'service.beta.kubernetes.io/scw-loadbalancer-private': 'true' },
    public: {},
    answers: {
      scope: says(
        'Public unless the annotation says `true`. `scw-loadbalancer-pn-ids` names private networks; the default is that of the cloud controller (`PN_ID`).',
        ANNOTATIONS,
        CONFIG,
      ),
      change: NOT_FOUND,
      yields: says('An IP address; a host name by `scw-loadbalancer-use-hostname`.', ANNOTATIONS),
      staticAddress: NOT_FOUND,
      sharedAddress: says('`scw-loadbalancer-id` takes a load balancer that is there.', ANNOTATIONS),
      sourceRanges: says('Honoured.', RANGES),
      healthChecks: says('TCP; `scw-loadbalancer-health-check-type` changes it, also port by port.', ANNOTATIONS),
      families: NOT_FOUND,
    },
  },
];
