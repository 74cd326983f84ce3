import { type Cloud, NOT_FOUND, says } from './cloud';

const CONTROLLER = 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/';
const NLB = 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/';
const AUTO_MODE = 'https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html';
const IN_TREE = 'https://github.com/kubernetes/cloud-provider-aws/blob/master/pkg/providers/v1/aws.go';
const HOST_NAME = 'https://repost.aws/questions/QURVwYQbbkSRqtujYTtg-rnA';
const RANGES = 'https://github.com/kubernetes/website/pull/632';
const SYNTHESIS =
  'https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/deploy/elbv2/load_balancer_synthesizer.go';

/** Load balancers of AWS, by the program that makes them. */
export const AWS: readonly Cloud[] = [
  {
    name: 'AWS: Load Balancer Controller, EKS Auto Mode',
    internal: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' },
    public: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' },
    answers: {
      scope: says(
        'Since version 2.2 the load balancer is internal unless the scheme says `internet-facing`. The scheme wins over `aws-load-balancer-internal`.',
        NLB,
        CONTROLLER,
        AUTO_MODE,
      ),
      change: says(
        'A load balancer with another scheme takes the place of the old one and gets another host name. Without a scheme, an existing one keeps its own.',
        SYNTHESIS,
        NLB,
      ),
      yields: says('A host name.', HOST_NAME),
      staticAddress: says(
        '`service.beta.kubernetes.io/aws-load-balancer-eip-allocations` for a public one, `aws-load-balancer-private-ipv4-addresses` for an internal one; as many as there are subnets.',
        CONTROLLER,
      ),
      sharedAddress: NOT_FOUND,
      sourceRanges: says(
        'Honoured while the load balancer preserves client addresses: it does so for targets of kind `instance`, and not for `ip` unless told. Ignored beside `aws-load-balancer-security-groups`. Without ranges, an internal one takes clients of its VPC alone.',
        CONTROLLER,
      ),
      healthChecks: says(
        'TCP to the port of the traffic; HTTP with `externalTrafficPolicy: Local`. `aws-load-balancer-healthcheck-*` change them.',
        CONTROLLER,
      ),
      families: says('IPv4, or both by `aws-load-balancer-ip-address-type: dualstack`.', CONTROLLER),
    },
  },
  {
    name: 'AWS: the cloud controller, without the Load Balancer Controller',
    internal: { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' },
    public: {},
    answers: {
      scope: says('Public unless the annotation has a value other than `false`.', IN_TREE),
      change: NOT_FOUND,
      yields: says('A host name.', IN_TREE),
      staticAddress: NOT_FOUND,
      sharedAddress: NOT_FOUND,
      sourceRanges: says('Honoured.', RANGES),
      healthChecks: says('TCP; HTTP with `externalTrafficPolicy: Local`.', IN_TREE),
      families: NOT_FOUND,
    },
  },
];
