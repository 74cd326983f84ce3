import { loadBalancerScope } from '../load-balancers/annotations';
import { ingressGatewayName, ingressGatewaySelector } from '../names/ingress-gateway';
import { SYSTEM_NAMESPACE } from '../names/system-namespace';
import type { IngressGatewaySpec, IstioSpec } from '../schema/config';
import { primaryOf } from '../topology/clusters';
import type { IngressGateway } from '../topology/ingress-gateways';
import { acceleratorDefaults, acceleratorProxyConfig, acceleratorValues, placementIn } from './accelerator-values';
import { chartSource } from './chart-source';
import type { CommonGatewayPlan, GatewayReach, Ports } from './gateway-plan';
import { GATEWAY_READINESS } from './gateway-readiness';
import { imageAnnotation } from './image-annotation';
import {
  destination,
  type DestinationPlan,
  type IngressRoutePlan,
  planRoutes,
  type VirtualHostPlan,
  virtualHosts,
} from './ingress-route-plan';
import {
  INGRESS_HTTP,
  ingressServicePorts,
  type IngressServiceSettings,
  ingressServiceValues,
} from './ingress-service';
import { type HttpsServerPlan, plainHosts, planHttpsServers } from './ingress-server-plan';
import { DEPENDS_ON, orderedAfter } from './order';
import { keyValues, layKeys } from './placement-values';
import { proxyConfigValues } from './proxy-config';
import { ingressGatewayValues, userValues } from './user-values';
import { mergeValues, type Values } from './values';

/** Ports of an ingress gateway: `http`, `https` if it takes TLS, and those of the user. */
export type IngressPorts = Ports;

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
  /** Its servers that end TLS. */
  readonly https: readonly HttpsServerPlan[];
  /** The hosts that it serves by HTTP. */
  readonly plainHosts: readonly string[];
  /** Its routes, as config has them. */
  readonly routes: readonly IngressRoutePlan[];
  /** The same routes by host, as Istio has them. */
  readonly virtualHosts: readonly VirtualHostPlan[];
  /** Its ways to services that end TLS. */
  readonly passthrough: readonly PassthroughPlan[];
  /** Its further ports. */
  readonly ports: readonly IngressPortPlan[];
  /** Whether its listeners take nothing without the PROXY protocol. */
  readonly proxyProtocol: boolean;
  /** Whether it serves the Ingress objects of the cluster that it is configured in. */
  readonly kubernetesIngress: boolean;
}

/** A way to a service that ends TLS. */
export interface PassthroughPlan extends DestinationPlan {
  readonly name: string;
  readonly hosts: readonly string[];
}

/** A port that leads to a service. */
export interface IngressPortPlan extends DestinationPlan {
  readonly name: string;
  readonly number: number;
}

/** Plans one ingress gateway. */
export function planIngressGateway(gateway: IngressGateway, istio: IstioSpec): IngressGatewayPlan {
  const { cluster, key, pool, spec } = gateway;
  const keys = { placement: placementIn(pool?.spec, spec.placement), scaling: spec.scaling };
  const release = ingressGatewayName(key);
  const https = planHttpsServers(gateway);
  const routes = planRoutes(gateway);
  return {
    kind: 'ingress',
    name: `${key}-ingress-gateway`,
    title: `ingress gateway ${key} in cluster ${cluster.name}`,
    key,
    cluster: cluster.name,
    network: cluster.network.name,
    configuredIn: primaryOf(cluster).name,
    pool: pool?.name,
    release,
    selector: ingressGatewaySelector(key),
    namespace: SYSTEM_NAMESPACE,
    charts: chartSource(istio),
    values: mergeValues(
      GATEWAY_READINESS,
      imageAnnotation(istio, userValues(primaryOf(cluster), 'istiod', istio)),
      acceleratorDefaults(pool?.spec),
      layKeys(ingressGatewayValues(gateway, istio), keyValues(keys, ingressGatewaySelector(key))),
      acceleratorValues(pool?.spec),
      proxyConfigValues(acceleratorProxyConfig(pool?.spec), spec.proxyProtocol ? PROXY_PROTOCOL : {}),
      ownedIngressGatewayValues(release, spec),
    ),
    reach: reachOf(spec),
    portNames: Object.fromEntries(ingressServicePorts(spec).map(({ key: port, name }) => [port, name])),
    scope: spec.service === 'loadBalancer' ? loadBalancerScope(spec.loadBalancer, 'ingressGateway') : undefined,
    service: undefined,
    port: INGRESS_HTTP.port,
    https,
    plainHosts: plainHosts(gateway, https),
    routes,
    virtualHosts: virtualHosts(routes),
    passthrough: gateway.passthrough.map(({ hosts, name, ...to }) => ({ name, hosts, ...destination(to) })),
    ports: gateway.ports.map(({ name, number, to }) => ({ name, number, ...destination(to) })),
    proxyProtocol: spec.proxyProtocol,
    kubernetesIngress: spec.kubernetesIngress,
  };
}

/** How requests from outside reach a gateway. */
function reachOf({ service, ...spec }: IngressGatewaySpec): GatewayReach<IngressPorts> {
  const ports = Object.fromEntries(ingressServicePorts(spec).map(({ key, port }) => [key, port]));
  // Kubernetes may choose some of the ports, so that the Service tells all of them.
  if (service === 'nodePort') return { by: 'nodePort', ports: undefined };
  if (service === 'clusterIP') return { by: 'clusterIP', ports };
  // Clients outside resolve names, so that either kind of address will do.
  return { by: 'loadBalancer', yields: ['ip', 'hostname'], ports };
}

/** The values of the gateway chart that the plan owns for an ingress gateway. */
export function ownedIngressGatewayValues(release: string, settings: IngressServiceSettings): Values {
  return {
    annotations: { [DEPENDS_ON]: orderedAfter(['', 'ServiceAccount', release]) },
    service: ingressServiceValues(settings),
  };
}

/** Has the listeners of a gateway take the PROXY protocol, and nothing without it. */
const PROXY_PROTOCOL: Values = { gatewayTopology: { proxyProtocol: {} } };
