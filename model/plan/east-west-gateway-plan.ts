import { loadBalancerScope } from '../load-balancers/annotations';
import { EAST_WEST_GATEWAY, EAST_WEST_GATEWAY_SELECTOR, GATEWAY_PORTS } from '../names/east-west-gateway';
import type { IstioSpec, NetworkSpec } from '../schema/config';
import { addressesOf, hostNameAmong } from '../schema/static-address';
import { isExposed, type MeshedCluster } from '../topology/clusters';
import { exportedHosts } from '../topology/federations';
import type { NodePool } from '../topology/node-pools';
import { spansNetworks } from '../topology/meshes';
import { chartSource } from './chart-source';
import type { CommonGatewayPlan, GatewayReach } from './gateway-plan';
import { gatewayValues } from './gateway-values';

/** Ports of an east-west gateway: services of the mesh, istiod, and istiod's webhooks. */
export type EastWestPorts = Readonly<Record<'tls' | 'istiod' | 'webhook', number>>;

/** The gateway through which other networks reach the services of a cluster, and remotes its istiod. */
export interface EastWestGatewayPlan extends CommonGatewayPlan<EastWestPorts> {
  readonly kind: 'eastWest';
}

/** Names of the ports in the gateway chart's Service (its templates/service.yaml). */
const PORT_NAMES = { tls: 'tls', istiod: 'tls-istiod', webhook: 'tls-webhook' } as const;

/** How a remote reaches the istiod of its primary: at IP addresses with these ports, or by a name. */
export type IstiodReach =
  | { readonly by: 'addresses'; readonly ports: Pick<EastWestPorts, 'istiod' | 'webhook'> }
  | { readonly by: 'hostname'; readonly hostname: string };

/** Whether a cluster needs an east-west gateway: where traffic enters a network or a mesh from another one, and where remotes and machines reach an istiod. */
export function needsEastWestGateway(cluster: MeshedCluster): boolean {
  const servesOthers = cluster.role === 'primary' && isExposed(cluster);
  return servesOthers || spansNetworks(cluster.mesh) || exportedHosts(cluster).length > 0;
}

/** Plans the east-west gateway of a cluster, which may run in a node pool. */
export function planEastWestGateway(
  cluster: MeshedCluster,
  istio: IstioSpec,
  pool: NodePool | undefined,
): EastWestGatewayPlan {
  const { gateway } = cluster.network.spec;
  return {
    kind: 'eastWest',
    name: `${cluster.name}-east-west-gateway`,
    title: `east-west gateway in cluster ${cluster.name}`,
    cluster: cluster.name,
    network: cluster.network.name,
    pool: pool?.name,
    release: EAST_WEST_GATEWAY,
    selector: EAST_WEST_GATEWAY_SELECTOR,
    charts: chartSource(istio),
    values: gatewayValues(cluster, istio, pool),
    reach: eastWestReach(gateway),
    portNames: PORT_NAMES,
    scope: gateway.service === 'loadBalancer' ? loadBalancerScope(gateway.loadBalancer, 'eastWestGateway') : undefined,
    service: { nodePorts: gateway.nodePorts, announced: gateway.static === undefined },
  };
}

/** How the east-west gateways of a network are reached. */
export function eastWestReach(gateway: NetworkSpec['gateway']): GatewayReach<EastWestPorts> {
  const { address, nodePorts, port, service, static: fixed } = gateway;
  if (fixed !== undefined) return { by: 'static', addresses: addressesOf(fixed.address), ports: fixed.ports };
  if (service === 'nodePort') return { by: 'nodePort', ports: nodePorts };
  const { istiod, webhook } = GATEWAY_PORTS;
  return {
    by: 'loadBalancer',
    yields: address === 'hostname' ? ['hostname', 'ip'] : ['ip'],
    ports: { tls: port, istiod, webhook },
  };
}

/** How remotes reach an istiod in a network; undefined if they cannot, which the rules refuse (model/rules/gateways.ts). */
export function istiodReach(gateway: NetworkSpec['gateway']): IstiodReach | undefined {
  const reach = eastWestReach(gateway);
  if (reach.by === 'nodePort') return undefined;
  if (reach.by === 'static' && hostNameAmong(reach.addresses) !== undefined) return undefined;
  if (reach.by === 'loadBalancer' && reach.yields.includes('hostname'))
    return gateway.hostname === undefined ? undefined : { by: 'hostname', hostname: gateway.hostname };
  const { istiod, webhook } = reach.ports;
  return { by: 'addresses', ports: { istiod, webhook } };
}
