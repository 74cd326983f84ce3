import { GATEWAY_PORTS } from '../names/east-west-gateway';
import type { IngressGatewaySpec } from '../schema/config';
import { byName } from '../topology/by-name';
import { planLoadBalancer } from './load-balancer';
import type { Values } from './values';

/** The port that requests come in on, and the one that the gateway listens on: above 1023, so that it needs no rights. */
export const INGRESS_HTTP = { port: 80, targetPort: 8080 } as const;

/** The port of requests in TLS, likewise. */
export const INGRESS_HTTPS = { port: 443, targetPort: 8443 } as const;

/** Names of the ports of an ingress gateway's Service, by the keys of the outputs. */
const PORT_NAMES = { http: 'http2', https: 'https' } as const;

/** The key and name of a port of the user's choice on which servers are told apart by their hosts in TLS. */
function tlsPortKey(port: number): string {
  return `tls-${port}`;
}

/** Whether a key belongs to such a port. */
export function isTlsPortKey(key: string): boolean {
  return /^tls-\d+$/.test(key);
}

/** Keys of ports that the ports of a user cannot have. */
export const OWN_PORT_KEYS: readonly string[] = [
  ...new Set([...Object.keys(PORT_NAMES), ...Object.values(PORT_NAMES), 'status-port']),
];

/** A port of an ingress gateway. */
interface IngressServicePort {
  /** Its key in the outputs, and in `nodePorts`. */
  readonly key: string;
  /** Its name in the Service. */
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
}

/** The settings of an ingress gateway that decide on its Service. */
export type IngressServiceSettings = Pick<
  IngressGatewaySpec,
  | 'externalTrafficPolicy'
  | 'https'
  | 'kubernetesIngress'
  | 'loadBalancer'
  | 'nodePorts'
  | 'passthrough'
  | 'ports'
  | 'service'
>;

/** The ports of an ingress gateway: `http`, `https` if something is there for it, and those of the user. */
export function ingressServicePorts({
  https,
  kubernetesIngress,
  passthrough,
  ports,
}: Pick<IngressServiceSettings, 'https' | 'kubernetesIngress' | 'passthrough' | 'ports'>): IngressServicePort[] {
  // An Ingress with TLS may come at any time.
  const hasTls = kubernetesIngress || Object.values(https).some(isMain) || Object.keys(passthrough).length > 0;
  const plain = byName(ports).filter(([, { hosts }]) => hosts === undefined);
  const byHost = [
    ...Object.values(https).filter((server) => !isMain(server)),
    ...Object.values(ports).filter(({ hosts }) => hosts !== undefined),
  ].map(({ port }) => port);
  return [
    { key: 'http', name: PORT_NAMES.http, ...INGRESS_HTTP },
    ...(hasTls ? [{ key: 'https', name: PORT_NAMES.https, ...INGRESS_HTTPS }] : []),
    ...plain.map(([key, { port }]) => ({ key, name: key, port, targetPort: listeningPort(port) })),
    ...[...new Set(byHost)]
      .sort((one, other) => one - other)
      .map((port) => ({ ...{ key: tlsPortKey(port), name: tlsPortKey(port) }, port, targetPort: listeningPort(port) })),
  ];
}

/** Whether a server is on the port of HTTPS. */
function isMain({ port }: { readonly port: number }): boolean {
  return port === INGRESS_HTTPS.port;
}

/** Added to ports below 1024, which a process needs rights to listen on, and to those on which the gateway listens for ports 80 and 443. */
const ABOVE = 20_000;

/** The port that a gateway listens on for one of the user's. */
export function listeningPort(port: number): number {
  const taken: readonly number[] = [INGRESS_HTTP.targetPort, INGRESS_HTTPS.targetPort];
  return port < 1024 || taken.includes(port) ? ABOVE + port : port;
}

/** The port that a gateway listens on for any of its ports. */
export function targetPortOf(port: number): number {
  return [INGRESS_HTTP, INGRESS_HTTPS].find((own) => own.port === port)?.targetPort ?? listeningPort(port);
}

/** The chart's values for the Service of an ingress gateway. */
export function ingressServiceValues(settings: IngressServiceSettings): Values {
  const { externalTrafficPolicy, nodePorts, service } = settings;
  const ports = ingressServicePorts(settings).map(({ key, name, port, targetPort }) => {
    const nodePort = nodePorts[key];
    return { name, port, targetPort, protocol: 'TCP', ...(nodePort === undefined ? {} : { nodePort }) };
  });
  const status = GATEWAY_PORTS.status;
  return {
    ...exposure(settings, [status, ...ports.map(({ port }) => port)]),
    ...(service === 'loadBalancer' ? {} : { type: service === 'nodePort' ? 'NodePort' : 'ClusterIP' }),
    ...(externalTrafficPolicy === undefined ? {} : { externalTrafficPolicy }),
    ports: [{ name: 'status-port', port: status, targetPort: status, protocol: 'TCP' }, ...ports],
  };
}

function exposure(
  { loadBalancer, service }: Pick<IngressServiceSettings, 'loadBalancer' | 'service'>,
  ports: readonly number[],
): Values {
  if (service === 'loadBalancer') return { ...planLoadBalancer(loadBalancer, { kind: 'ingressGateway', ports }) };
  return { annotations: loadBalancer.annotations };
}
