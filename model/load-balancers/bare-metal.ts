import { type Answer, type Cloud, NOT_FOUND, says } from './cloud';

const METALLB = 'https://metallb.io/usage/';
const METALLB_FILTER = 'https://github.com/metallb/metallb/issues/431';
const KUBE_VIP = 'https://kube-vip.io/docs/usage/kubernetes-services/';
const SERVICE_LB = 'https://docs.k3s.io/networking/networking-services';
const SERVICE_LB_RANGES = 'https://github.com/k3s-io/k3s/pull/6549';
const CILIUM = 'https://docs.cilium.io/en/stable/network/lb-ipam/';

/** An address comes from a pool. */
const SAME_ADDRESS: Answer = { unverified: 'whether the new Service gets the same address, unless it asks for one.' };

function notRead(text: string, source: string): Answer {
  return says(`\`internal\` is not read. ${text}`, source);
}

/** Load balancers without a cloud. */
export const BARE_METAL: readonly Cloud[] = [
  {
    name: 'MetalLB',
    internal: {},
    public: {},
    answers: {
      scope: notRead('The pool decides, which `metallb.io/address-pool` names.', METALLB),
      change: SAME_ADDRESS,
      yields: says('An IP address.', METALLB),
      staticAddress: says('`metallb.io/loadBalancerIPs`, or `spec.loadBalancerIP`.', METALLB),
      sharedAddress: says(
        '`metallb.io/allow-shared-ip` with the same key, if the ports differ and both Services have `externalTrafficPolicy: Cluster`.',
        METALLB,
      ),
      sourceRanges: says('Left to kube-proxy, or to the CNI plugin that takes its place.', METALLB_FILTER),
      healthChecks: NOT_FOUND,
      families: says('Both by `ipFamilyPolicy`, from a pool that has both; with BGP by FRR alone.', METALLB),
    },
  },
  {
    name: 'kube-vip',
    internal: {},
    public: {},
    answers: {
      scope: notRead('The address decides.', KUBE_VIP),
      change: SAME_ADDRESS,
      yields: says('An IP address.', KUBE_VIP),
      staticAddress: says(
        '`kube-vip.io/loadbalancerIPs`, or `spec.loadBalancerIP`; `0.0.0.0` asks DHCP for one.',
        KUBE_VIP,
      ),
      sharedAddress: says('The same address for several Services, if the ports differ.', KUBE_VIP),
      sourceRanges: NOT_FOUND,
      healthChecks: NOT_FOUND,
      families: NOT_FOUND,
    },
  },
  {
    name: 'k3s ServiceLB',
    internal: {},
    public: {},
    answers: {
      scope: notRead(
        'Every node that has the port free takes part, at its external address if it has one.',
        SERVICE_LB,
      ),
      change: says('A new Service gets the addresses of the same nodes.', SERVICE_LB),
      yields: says('IP addresses of nodes, as many as take part.', SERVICE_LB),
      staticAddress: says(
        'Those of nodes: the label `svccontroller.k3s.cattle.io/enablelb` chooses them, `lbpool` groups them.',
        SERVICE_LB,
      ),
      sharedAddress: says(
        'Always, so the ports must differ: of two Services with one port, the second stays without an address. Traefik has 80 and 443 by default.',
        SERVICE_LB,
      ),
      sourceRanges: says('Honoured since klipper-lb 0.4.0.', SERVICE_LB_RANGES),
      healthChecks: NOT_FOUND,
      families: NOT_FOUND,
    },
  },
  {
    name: 'Cilium LB IPAM',
    internal: {},
    public: {},
    answers: {
      scope: notRead('The pool decides, which selects Services by their labels.', CILIUM),
      change: SAME_ADDRESS,
      yields: says('An IP address.', CILIUM),
      staticAddress: says('`lbipam.cilium.io/ips`, or `spec.loadBalancerIP`.', CILIUM),
      sharedAddress: says('`lbipam.cilium.io/sharing-key` with the same key.', CILIUM),
      sourceRanges: NOT_FOUND,
      healthChecks: NOT_FOUND,
      families: says('By `ipFamilies` and `ipFamilyPolicy`; IPv4 unless they say otherwise.', CILIUM),
    },
  },
];
