import { loadBalancerScope } from '../load-balancers/annotations';
import { ingressComponentName, ingressGatewayName, ingressGatewaySelector } from '../names/ingress-gateway';
import { SYSTEM_NAMESPACE } from '../names/system-namespace';
import type { IngressGatewaySpec, IstioSpec } from '../schema/config';
import { primaryOf } from '../topology/clusters';
import type { IngressGateway, IngressPort } from '../topology/ingress-gateways';
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
import {
  type HttpsServerPlan,
  plainHosts,
  planHttpsServers,
  planTlsServer,
  type TlsServerPlan,
} from './ingress-server-plan';
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
  /** Names of Pulumi resources beside its own. */
  readonly names: IngressNames;
  /** Whether it is to stand in several clusters. */
  readonly spread: boolean;
  /** The cluster whose istiod configures it: there its routes are made. */
  readonly configuredIn: string;
  /** The namespace of all of it. */
  readonly namespace: string;
  /** Port of its Service. */
  readonly port: number;
  /** Its servers that speak HTTP in TLS. */
  readonly https: readonly HttpsServerPlan[];
  /** All of its servers that end TLS: those, and those of its further ports. */
  readonly tlsServers: readonly TlsServerPlan[];
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

/** Names of Pulumi resources of an ingress gateway beside that of its component. */
export interface IngressNames {
  /** The name that its component had while config named its clusters in the other way; undefined if another cluster's had it. */
  readonly former: string | undefined;
  /** The resources that one istiod reads for all of its clusters start with this name. */
  readonly routes: string;
  /** The name that those had in the other way; undefined likewise. */
  readonly formerRoutes: string | undefined;
  /** The resources that are made once for all clusters start with this name. */
  readonly common: string;
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
  /** The hosts that clients ask for in TLS; undefined for all that comes in. */
  readonly hosts: readonly string[] | undefined;
  /** The server that ends TLS for those hosts; undefined if what comes in is passed on as it comes. */
  readonly tls: TlsServerPlan | undefined;
}

/** Plans one ingress gateway. */
export function planIngressGateway(gateway: IngressGateway, istio: IstioSpec): IngressGatewayPlan {
  const { cluster, key, pool, spec } = gateway;
  const keys = { placement: placementIn(pool?.spec, spec.placement), scaling: spec.scaling };
  const release = ingressGatewayName(key);
  const https = planHttpsServers(gateway);
  const routes = planRoutes(gateway);
  const ports = gateway.ports.map((port) => planPort(key, port));
  return {
    kind: 'ingress',
    name: ingressComponentName(key, spec.clusters === undefined ? undefined : cluster.name),
    title: `ingress gateway ${key} in cluster ${cluster.name}`,
    key,
    names: namesOf(gateway),
    spread: spec.clusters !== undefined,
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
    tlsServers: [...https, ...ports.flatMap(({ tls }) => tls ?? [])],
    plainHosts: plainHosts(gateway, https),
    routes,
    virtualHosts: virtualHosts(routes),
    passthrough: gateway.passthrough.map(({ hosts, name, ...to }) => ({ name, hosts, ...destination(to) })),
    ports,
    proxyProtocol: spec.proxyProtocol,
    kubernetesIngress: spec.kubernetesIngress,
  };
}

function planPort(gateway: string, { name, spec, to }: IngressPort): IngressPortPlan {
  const { certificate, clients, hosts, minVersion, port } = spec;
  return {
    ...{ name, number: port, hosts, ...destination(to) },
    tls:
      certificate === undefined || hosts === undefined
        ? undefined
        : planTlsServer(gateway, { name, port, hosts, certificate, clients, minVersion }),
  };
}

/** With `clusters`, each cluster is part of the names, so that one can come or go without the others. */
function namesOf({ cluster, first, key, spec }: IngressGateway): IngressNames {
  const common = ingressComponentName(key);
  const primary = primaryOf(cluster);
  const routes = ingressComponentName(key, primary.name);
  if (spec.clusters === undefined)
    return { former: ingressComponentName(key, cluster.name), routes: common, formerRoutes: routes, common };
  return {
    ...{ routes, common },
    former: cluster === first ? common : undefined,
    formerRoutes: primary === primaryOf(first) ? common : undefined,
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
