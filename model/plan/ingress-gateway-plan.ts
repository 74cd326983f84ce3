import { loadBalancerScope } from '../load-balancers/annotations';
import { GATEWAY_PORTS } from '../names/east-west-gateway';
import { ingressGatewayName, ingressGatewaySelector } from '../names/ingress-gateway';
import { SYSTEM_NAMESPACE } from '../names/system-namespace';
import type { IstioSpec } from '../schema/config';
import type { LoadBalancerSpec } from '../schema/load-balancer';
import { primaryOf } from '../topology/clusters';
import type { IngressGateway } from '../topology/ingress-gateways';
import { chartSource } from './chart-source';
import type { CommonGatewayPlan } from './gateway-plan';
import { GATEWAY_READINESS } from './gateway-readiness';
import { planLoadBalancer } from './load-balancer';
import { DEPENDS_ON, orderedAfter } from './order';
import { ingressGatewayValues } from './user-values';
import { mergeValues, type Values } from './values';

/** The port that requests come in on, and the one that the gateway listens on: above 1023, so that it needs no rights. */
export const INGRESS_HTTP = { port: 80, targetPort: 8080 } as const;

/** Names of the ports of an ingress gateway's Service. */
const PORT_NAMES = { http: 'http2' } as const;

/** Ports of an ingress gateway. */
export type IngressPorts = Readonly<Record<'http', number>>;

/** A gateway by which requests from outside enter a mesh. */
export interface IngressGatewayPlan extends CommonGatewayPlan<IngressPorts> {
  readonly kind: 'ingress';
  /** Its key in the config. */
  readonly key: string;
  /** The cluster whose istiod configures it: there its routes are made. */
  readonly configuredIn: string;
  /** The namespace of all of it. */
  readonly namespace: string;
  /** Port of its Service. */
  readonly port: number;
  readonly routes: readonly IngressRoutePlan[];
}

/** A route from host names to a service. */
export interface IngressRoutePlan {
  readonly name: string;
  readonly hosts: readonly string[];
  /** The service in full. */
  readonly destination: string;
  /** Port of the service. */
  readonly port: number;
}

/** Plans one ingress gateway. */
export function planIngressGateway(gateway: IngressGateway, istio: IstioSpec): IngressGatewayPlan {
  const { cluster, key, routes, spec } = gateway;
  const release = ingressGatewayName(key);
  return {
    kind: 'ingress',
    name: `${key}-ingress-gateway`,
    title: `ingress gateway ${key} in cluster ${cluster.name}`,
    key,
    cluster: cluster.name,
    network: cluster.network.name,
    configuredIn: primaryOf(cluster).name,
    release,
    selector: ingressGatewaySelector(key),
    namespace: SYSTEM_NAMESPACE,
    charts: chartSource(istio),
    values: mergeValues(
      GATEWAY_READINESS,
      ingressGatewayValues(gateway, istio),
      ownedIngressGatewayValues(release, spec.loadBalancer),
    ),
    // Clients outside resolve names, so that either kind of address will do.
    reach: { by: 'loadBalancer', yields: ['ip', 'hostname'], ports: { http: INGRESS_HTTP.port } },
    portNames: PORT_NAMES,
    scope: loadBalancerScope(spec.loadBalancer, 'ingressGateway'),
    service: undefined,
    port: INGRESS_HTTP.port,
    routes: routes.map(({ hosts, name, port, service }) => ({ name, hosts, destination: service.host, port })),
  };
}

/** The values of the gateway chart that the plan owns for an ingress gateway. */
export function ownedIngressGatewayValues(release: string, loadBalancer: LoadBalancerSpec): Values {
  return {
    annotations: { [DEPENDS_ON]: orderedAfter(['', 'ServiceAccount', release]) },
    service: {
      ...planLoadBalancer(loadBalancer, { kind: 'ingressGateway', ports: [GATEWAY_PORTS.status, INGRESS_HTTP.port] }),
      ports: [
        { name: 'status-port', port: GATEWAY_PORTS.status, targetPort: GATEWAY_PORTS.status, protocol: 'TCP' },
        { name: PORT_NAMES.http, ...INGRESS_HTTP, protocol: 'TCP' },
      ],
    },
  };
}
