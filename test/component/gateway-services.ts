import type { EastWestGatewayPlan } from '../../model/plan/east-west-gateway-plan';
import { eastWestGatewayOf } from '../../model/plan/cluster-plan';
import type { Plan } from '../../model/plan/plan';
import type { GatewayServiceState } from './recording';

/** The Services of the planned east-west gateways after deployment, by the name of the gateway's chart. */
export function plannedGatewayServices({ clusters }: Plan): Record<string, GatewayServiceState> {
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
  return yieldsName ? { ingress: [{ hostname: 'lb.example' }] } : {};
}
