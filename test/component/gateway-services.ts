import type { EastWestGatewayPlan } from '../../model/plan/east-west-gateway-plan';
import { eastWestGatewayOf } from '../../model/plan/cluster-plan';
import type { Plan } from '../../model/plan/plan';
import type { GatewayServiceState } from './recording';

/** What is at the name of a load balancer alone. */
const NAMED: GatewayServiceState = { ingress: [{ hostname: 'lb.example' }] };

/** The objects with a load balancer after deployment, as planned: those of east-west gateways by the name of the gateway's chart, others by their own. */
export function plannedGatewayServices(plan: Plan): Record<string, GatewayServiceState> {
  return { ...eastWestGateways(plan), ...openServices(plan) };
}

function openServices({ services }: Plan): Record<string, GatewayServiceState> {
  const open = services.flatMap(({ clusters, crossCluster, key }) =>
    crossCluster?.address === 'hostname' ? clusters.map((cluster) => `${key}-in.${cluster}`) : [],
  );
  return Object.fromEntries(open.flatMap((name) => [`${name}-service`, `${name}-ingress`].map((of) => [of, NAMED])));
}

function eastWestGateways({ clusters }: Plan): Record<string, GatewayServiceState> {
  return Object.fromEntries(
    clusters.map((cluster): [string, GatewayServiceState] => {
      const gateway = eastWestGatewayOf(cluster);
      return [`${cluster.name}-east-west-gateway-chart`, gateway === undefined ? {} : stateOf(gateway)];
    }),
  );
}

function stateOf({ portNames, reach }: EastWestGatewayPlan): GatewayServiceState {
  if (reach.by === 'nodePort')
    return { ports: Object.values(portNames).map((name, index) => ({ name, nodePort: 30_001 + index })) };
  const yieldsName = reach.by === 'loadBalancer' && reach.yields.includes('hostname');
  return yieldsName ? NAMED : {};
}
