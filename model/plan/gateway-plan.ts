import type { ChartSource } from './chart-source';
import type { EastWestGatewayPlan } from './east-west-gateway-plan';
import type { IngressGatewayPlan } from './ingress-gateway-plan';
import type { Values } from './values';

/** Port numbers of a gateway, by the name of the thing behind each. */
export type Ports = Readonly<Record<string, number>>;

/** The part of a plan that all gateways have, east-west and ingress. */
export interface CommonGatewayPlan<P extends Ports> {
  /** Name of its component; names of Pulumi resources start with it. */
  readonly name: string;
  /** For people, such as `east-west gateway in cluster east`. */
  readonly title: string;
  /** The cluster that it stands in. */
  readonly cluster: string;
  /** The network of that cluster. */
  readonly network: string;
  /** The node pool that its pods run in; undefined if it names none. */
  readonly pool: string | undefined;
  /** Chart release, Service and Deployment. */
  readonly release: string;
  /** Pod labels that select it. */
  readonly selector: Readonly<Record<string, string>>;
  /** Where the gateway chart comes from. */
  readonly charts: ChartSource;
  /** Values of the gateway chart. */
  readonly values: Values;
  /** How it is reached from outside its cluster. */
  readonly reach: GatewayReach<P>;
  /** Names of its Service's ports, by the name of the thing behind each. */
  readonly portNames: Readonly<Record<keyof P, string>>;
  /** From where its load balancer is to be reached; undefined without one. */
  readonly scope: string | undefined;
  /** Settings of its Service for which the chart has no values; undefined if there are none. */
  readonly service: GatewayServicePlan<P> | undefined;
}

/** A gateway of a cluster. */
export type GatewayPlan = EastWestGatewayPlan | IngressGatewayPlan;

/** How a gateway is reached. */
export type GatewayReach<P extends Ports> =
  /** At addresses that config says: IP addresses or host names. */
  | { readonly by: 'static'; readonly addresses: readonly string[]; readonly ports: P }
  /** At the address of its load balancer, which is of one of these kinds. */
  | { readonly by: 'loadBalancer'; readonly yields: readonly ('ip' | 'hostname')[]; readonly ports: P }
  /** At an address inside its cluster: others lead there. */
  | { readonly by: 'clusterIP'; readonly ports: P }
  /** At the external addresses of its cluster's nodes. Ports that config does not say are given by Kubernetes. */
  | { readonly by: 'nodePort'; readonly ports: P | undefined };

/** Settings of a gateway's Service for which the chart has no values. */
export interface GatewayServicePlan<P extends Ports> {
  readonly nodePorts: P | undefined;
  /**
   * Whether istiods find the gateway by its Service's network label. They must not if MeshNetworks gives the address: they would use both, and the
   * address in the Service's status leads nowhere from outside.
   */
  readonly announced: boolean;
}
