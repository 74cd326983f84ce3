import { type Cloud, says } from './cloud';

const GUIDE = 'https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/';
const PROBES = 'https://github.com/kubernetes-sigs/cloud-provider-azure/issues/1505';
const FROZEN = 'https://github.com/kubernetes/kubernetes/issues/66424';

/** Load balancers of Azure. */
export const AZURE: readonly Cloud[] = [
  {
    name: 'Azure',
    internal: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
    public: {},
    forPort: (port) => ({ [`service.beta.kubernetes.io/port_${port}_health-probe_protocol`]: 'tcp' }),
    answers: {
      scope: says('Public unless the annotation says `true`.', GUIDE),
      change: {
        unverified: `but a changed address of an internal one was [once not taken up](${FROZEN}).`,
      },
      yields: says('An IP address.', GUIDE),
      staticAddress: says(
        '`service.beta.kubernetes.io/azure-load-balancer-ipv4` and `-ipv6`, or `azure-pip-name` for a public one.',
        GUIDE,
      ),
      sharedAddress: says('One load balancer has several addresses, one for each Service.', GUIDE),
      sourceRanges: says(
        'Honoured. An internal one still lets its virtual network in, unless `service.beta.kubernetes.io/azure-deny-all-except-load-balancer-source-ranges` says `true`.',
        GUIDE,
      ),
      healthChecks: says(
        'Since Kubernetes 1.24, a port with `appProtocol: http` is probed by `GET /`, and nodes behind a port that does not answer it by 200 get no traffic. The annotation asks for TCP, port by port. With `externalTrafficPolicy: Local` it probes `/healthz` of the node.',
        GUIDE,
        PROBES,
      ),
      families: says('IPv4 and IPv6, each with annotations of its own.', GUIDE),
    },
  },
];
