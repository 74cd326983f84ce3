import { PORT_NAMES } from '../../components/gateways/gateway-service';
import type { Plan } from '../../model/plan/plan';
import type { GatewayServiceState } from './recording';

/** What the Services of the planned east-west gateways say once they are there, by the name of the gateway's chart. */
export function plannedGatewayServices({ clusters }: Plan): Record<string, GatewayServiceState> {
  return Object.fromEntries(
    clusters.flatMap(({ gateway, name }): [string, GatewayServiceState][] => {
      const state = gateway === undefined ? {} : stateOf(gateway.reach);
      return [[`${name}-east-west-gateway-chart`, state]];
    }),
  );
}

function stateOf(reach: NonNullable<Plan['clusters'][number]['gateway']>['reach']): GatewayServiceState {
  if (reach.by === 'nodePort')
    return { ports: Object.values(PORT_NAMES).map((name, index) => ({ name, nodePort: 30_001 + index })) };
  return reach.by === 'loadBalancer' && reach.yields === 'hostname' ? { ingress: [{ hostname: 'lb.example' }] } : {};
}
