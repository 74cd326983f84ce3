import { type Cloud, NOT_FOUND, says } from './cloud';

const PARAMETERS = 'https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters';
const ANNOTATIONS = 'https://github.com/kubernetes/cloud-provider-gcp/blob/master/providers/gce/gce_annotations.go';
const STATIC = 'https://github.com/kubernetes/ingress-gce/blob/master/pkg/annotations/l4_static_address.go';
const RANGES = 'https://github.com/kubernetes/website/pull/632';
const CONTROLLER = 'https://github.com/kubernetes/ingress-gce/blob/master/pkg/annotations/service.go';

/** Load balancers of Google Cloud. */
export const GOOGLE: readonly Cloud[] = [
  {
    name: 'Google Cloud (GKE)',
    internal: { 'networking.gke.io/load-balancer-type': 'Internal' },
    public: {},
    forOtherClusters: { 'networking.gke.io/internal-load-balancer-allow-global-access': 'true' },
    decidedBy: ['cloud.google.com/load-balancer-type'],
    answers: {
      scope: says(
        'Public unless the annotation says `Internal`. An internal one answers clients of its own region alone, unless it allows global access.',
        PARAMETERS,
        ANNOTATIONS,
      ),
      change: says(
        'While a load balancer of one kind is there, the controller of the other kind leaves the Service alone.',
        CONTROLLER,
      ),
      yields: says('An IP address.', ANNOTATIONS),
      staticAddress: says('`networking.gke.io/load-balancer-ip-addresses`, by name, or `spec.loadBalancerIP`.', STATIC),
      sharedAddress: NOT_FOUND,
      sourceRanges: says('Honoured.', RANGES),
      healthChecks: NOT_FOUND,
      families: NOT_FOUND,
    },
  },
];
