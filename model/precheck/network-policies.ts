import { EAST_WEST_GATEWAY_SELECTOR, GATEWAY_PORTS } from '../names/east-west-gateway';
import { eastWestGatewayOf } from '../plan/cluster-plan';
import { finding, type Finding, foreign, type Surveyed } from './finding';
import type { FoundPolicy, PolicyPort } from './found-object';
import { selects } from './label-selector';

/** Pods of the stack, and the ports on which others reach them. */
interface Reached {
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
}

/** NetworkPolicies of others that keep requests from istiod or from the east-west gateway. */
export function blockingPolicies(surveyed: Surveyed): Finding[] {
  const policies = surveyed.inventory.networkPolicies ?? [];
  return reachedIn(surveyed).flatMap(({ labels, ports, title }) => {
    const selecting = policies.filter((policy) => limitsIngress(policy) && selects(policy.spec?.podSelector, labels));
    const open = (port: number) => selecting.some((policy) => admits(policy, port));
    const closed = ports.filter((port) => !open(port));
    if (closed.length === 0) return [];
    return foreign(surveyed, selecting).map((policy) =>
      finding(surveyed, policy, {
        status: 'fail',
        problem: `it selects the pods of ${title}, and no policy lets requests to ${closed.join(', ')} through`,
        fix: `Add a NetworkPolicy that admits ${closed.join(', ')} there from everywhere, or take these pods out of its selector.`,
      }),
    );
  });
}

function reachedIn({ cluster }: Surveyed): Reached[] {
  const istiods = cluster.controlPlanes.some(({ role }) => role === 'primary')
    ? [
        {
          title: 'istiod',
          labels: { app: 'istiod', istio: 'pilot', 'istio.io/rev': 'default' },
          ports: [GATEWAY_PORTS.istiod, GATEWAY_PORTS.webhook],
        },
      ]
    : [];
  const gateway = eastWestGatewayOf(cluster);
  if (gateway === undefined) return istiods;
  const { istiod, tls, webhook } = GATEWAY_PORTS;
  return [
    ...istiods,
    {
      title: 'the east-west gateway',
      labels: { app: 'istio-eastwestgateway', ...EAST_WEST_GATEWAY_SELECTOR, 'istio.io/rev': 'default' },
      // Remotes and machines reach istiod through the gateway of its cluster.
      ports: cluster.controlPlanes.some((plane) => plane.role === 'primary' && plane.exposed)
        ? [tls, istiod, webhook]
        : [tls],
    },
  ];
}

/** Kubernetes takes a policy that names no types for one of ingress. */
function limitsIngress({ spec }: FoundPolicy): boolean {
  return spec?.policyTypes?.includes('Ingress') ?? true;
}

/** A rule with sources counts as open: nobody knows from outside whether they are all that there are. */
function admits({ spec }: FoundPolicy, port: number): boolean {
  return (spec?.ingress ?? []).some(({ ports }) => (ports ?? [{}]).some((each) => covers(each, port)));
}

/** A port by name may be any. */
function covers({ endPort, port, protocol = 'TCP' }: PolicyPort, wanted: number): boolean {
  if (protocol !== 'TCP') return false;
  if (port === undefined || typeof port === 'string') return true;
  return wanted >= port && wanted <= (endPort ?? port);
}
