import { GATEWAY_PORTS } from '../names';
import type { NetworkSpec } from '../schema/config';
import type { Values } from './values';

/** Ports by what is behind them: services of the mesh, istiod, and istiod's webhooks. */
export interface GatewayPorts {
  readonly tls: number;
  readonly istiod: number;
  readonly webhook: number;
}

/** The east-west gateway of a cluster. */
export interface GatewayPlan {
  /** Values of the gateway chart. */
  readonly values: Values;
  /** How it is reached from outside its cluster. */
  readonly reach: GatewayReach;
  /** What its Service says that the chart has no values for. */
  readonly service: GatewayServicePlan;
}

/** How a gateway is reached. */
export type GatewayReach =
  /** At an address that config says. */
  | { readonly by: 'static'; readonly address: string; readonly ports: GatewayPorts }
  /** At what its load balancer yields. */
  | { readonly by: 'loadBalancer'; readonly yields: 'ip' | 'hostname'; readonly ports: GatewayPorts }
  /** At the external addresses of its cluster's nodes. Ports that config does not say are given by Kubernetes. */
  | { readonly by: 'nodePort'; readonly ports: GatewayPorts | undefined };

/** What a gateway's Service says that the chart has no values for. */
export interface GatewayServicePlan {
  readonly nodePorts: GatewayPorts | undefined;
  /**
   * Whether istiods find the gateway by its Service's network label. Where MeshNetworks says the address they must not: they would use both, and
   * the one in the Service's status leads nowhere from outside.
   */
  readonly announced: boolean;
}

/** How a remote reaches the istiod of its primary: at IP addresses with these ports, or by a name. */
export type IstiodReach =
  | { readonly by: 'addresses'; readonly ports: Pick<GatewayPorts, 'istiod' | 'webhook'> }
  | { readonly by: 'hostname'; readonly hostname: string };

/** How the gateways of a network are reached. */
export function gatewayReach({
  address,
  nodePorts,
  port,
  service,
  static: fixed,
}: NetworkSpec['gateway']): GatewayReach {
  if (fixed !== undefined) return { by: 'static', address: fixed.address, ports: fixed.ports };
  if (service === 'nodePort') return { by: 'nodePort', ports: nodePorts };
  const { istiod, webhook } = GATEWAY_PORTS;
  return { by: 'loadBalancer', yields: address, ports: { tls: port, istiod, webhook } };
}

/** What the Services of a network's gateways say that the chart has no values for. */
export function gatewayService({ nodePorts, static: fixed }: NetworkSpec['gateway']): GatewayServicePlan {
  return { nodePorts, announced: fixed === undefined };
}

/**
 * How remotes reach an istiod in a network.
 *
 * @throws Error if they cannot, which the rules refuse (model/rules/gateways.ts).
 */
export function istiodReach(gateway: NetworkSpec['gateway']): IstiodReach {
  const reach = gatewayReach(gateway);
  if (reach.by === 'loadBalancer' && reach.yields === 'hostname' && gateway.hostname !== undefined)
    return { by: 'hostname', hostname: gateway.hostname };
  if (reach.by === 'nodePort' || (reach.by === 'loadBalancer' && reach.yields === 'hostname'))
    throw new Error('A remote cannot reach its primary: the spec was planned without its rules.');
  const { istiod, webhook } = reach.ports;
  return { by: 'addresses', ports: { istiod, webhook } };
}
