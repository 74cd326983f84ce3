import { GATEWAY_PORTS, ingressGatewayName, ingressGatewaySelector, serviceHost, SYSTEM_NAMESPACE } from '../names';
import { servedBy } from '../topology/membership';
import type { IngressGatewaySpec, Spec } from '../schema/config';
import type { LoadBalancerSpec } from '../schema/load-balancer';
import { mergeValues, type Values } from './values';
import { byName } from './by-name';
import { existing } from './existing';
import { GATEWAY_READINESS } from './gateway-readiness';
import { planLoadBalancer } from './load-balancer';
import { DEPENDS_ON, orderedAfter } from './order';
import { ingressGatewayValues } from './user-values';

/** The port that requests come in on, and the one that the gateway listens on: above 1023, so that it needs no rights. */
export const INGRESS_HTTP = { port: 80, targetPort: 8080 } as const;

/** A gateway by which requests from outside enter a mesh. */
export interface IngressGatewayPlan {
  /** Its key in the config; names of Pulumi resources start with it. */
  readonly key: string;
  /** The cluster that it stands in. */
  readonly cluster: string;
  /** The cluster whose istiod configures it: there its routes are made. */
  readonly configuredIn: string;
  /** Chart release, Service and Deployment. */
  readonly release: string;
  /** Pod labels that select it. */
  readonly selector: Readonly<Record<string, string>>;
  /** The namespace of all of it. */
  readonly namespace: string;
  /** Values of the gateway chart. */
  readonly values: Values;
  /** Port of its Service. */
  readonly port: number;
  readonly routes: readonly IngressRoutePlan[];
}

/** What leads from host names to a service. */
export interface IngressRoutePlan {
  readonly name: string;
  readonly hosts: readonly string[];
  /** The service in full. */
  readonly destination: string;
  /** Port of the service. */
  readonly port: number;
}

/** Plans one ingress gateway. */
export function planIngressGateway(key: string, gateway: IngressGatewaySpec, spec: Spec): IngressGatewayPlan {
  const release = ingressGatewayName(key);
  return {
    key,
    cluster: gateway.cluster,
    configuredIn: servedBy(gateway.cluster, spec) ?? gateway.cluster,
    release,
    selector: ingressGatewaySelector(key),
    namespace: SYSTEM_NAMESPACE,
    values: mergeValues(
      GATEWAY_READINESS,
      ingressGatewayValues(gateway, spec),
      ownedIngressGatewayValues(release, gateway.loadBalancer),
    ),
    port: INGRESS_HTTP.port,
    routes: byName(gateway.routes).map(([name, route]) => ({
      name,
      hosts: route.hosts,
      ...destinationOf(route, spec),
    })),
  };
}

/** The values of the gateway chart that the plan owns for an ingress gateway. */
export function ownedIngressGatewayValues(release: string, loadBalancer: LoadBalancerSpec): Values {
  return {
    annotations: { [DEPENDS_ON]: orderedAfter(['', 'ServiceAccount', release]) },
    service: {
      ...planLoadBalancer(loadBalancer, 'ingressGateway'),
      ports: [
        { name: 'status-port', port: GATEWAY_PORTS.status, targetPort: GATEWAY_PORTS.status, protocol: 'TCP' },
        { name: 'http2', ...INGRESS_HTTP, protocol: 'TCP' },
      ],
    },
  };
}

function destinationOf(
  route: IngressGatewaySpec['routes'][string],
  spec: Spec,
): Pick<IngressRoutePlan, 'destination' | 'port'> {
  const service = existing(spec.services, 'service', route.service);
  const port = existing(service.ports, 'port', route.port ?? Object.keys(service.ports)[0] ?? '');
  return { destination: serviceHost(service.service ?? route.service, service.namespace), port: port.port };
}
