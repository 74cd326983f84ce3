import { serviceHost } from './service';

/** Name of east-west gateways: chart release, Service and Deployment. Istio's samples select `istio: eastwestgateway`. */
export const EAST_WEST_GATEWAY = 'istio-eastwestgateway';

/** Pod labels that select an east-west gateway; the chart derives them from its release name. */
export const EAST_WEST_GATEWAY_SELECTOR = { istio: 'eastwestgateway' } as const;

/** Ports of an east-west gateway (gateway chart, `networkGateway`). */
export const GATEWAY_PORTS = { status: 15021, tls: 15443, istiod: 15012, webhook: 15017 } as const;

/** The SNI by which a gateway in AUTO_PASSTHROUGH mode knows a port of a service (Istio's BuildDNSSrvSubsetKey). */
export function passthroughSni(service: string, namespace: string, port: number): string {
  return `outbound_.${port}_._.${serviceHost(service, namespace)}`;
}

/** Name of the Gateway that opens east-west gateways for services; the one of Istio's documentation. */
export const SERVICE_EXPOSURE = 'cross-network-gateway';

/** Every service of a mesh, as the hosts of a Gateway. */
export const EVERY_SERVICE = '*.local';
