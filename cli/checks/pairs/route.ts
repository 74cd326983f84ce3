import type { Endpoint } from '../../answers/envoy';
import { describeGateway, isGateway, type MeshSubject, networksOf, type PlaceSubject } from '../../subject';

/** The way from a client's proxy to a server. */
export interface Route {
  readonly kind: 'direct' | 'gateway';
  /** Where the client's proxy connects to: the server's pod or machine, or east-west gateways. */
  readonly addresses: readonly string[];
  /** Requests that the client's proxy sent there. */
  readonly requests: number;
}

/** The ways out of one client's proxy. */
export interface Routes {
  /** The way to each destination. */
  readonly to: ReadonlyMap<string, { readonly route: Route | undefined; readonly problems: readonly string[] }>;
}

/**
 * Reads from a client proxy's endpoints which way calls go: to pods of the client's own network directly, to those of another network
 * through that network's east-west gateways and in no other way.
 *
 * @param called The mesh, and those of its places that share the host name that was called.
 * @param serverAddresses IP addresses of the servers, by place. Pods of different networks may have the same one.
 */
export function routesFrom(
  source: PlaceSubject,
  { destinations, mesh }: { readonly mesh: MeshSubject; readonly destinations: readonly PlaceSubject[] },
  endpoints: readonly Endpoint[] | undefined,
  serverAddresses: ReadonlyMap<string, string | undefined>,
): Routes {
  const to = new Map<string, { route: Route | undefined; problems: string[] }>();
  const neighbours = destinations.filter((destination) => isDirect(source, destination, mesh));
  const own = new Set(neighbours.map(({ name }) => serverAddresses.get(name)));
  for (const destination of destinations) {
    const pod = serverAddresses.get(destination.name);
    if (endpoints === undefined)
      to.set(destination.name, { route: undefined, problems: [`the client's proxy does not know the service`] });
    else if (isDirect(source, destination, mesh)) to.set(destination.name, direct(destination, pod, endpoints));
    // Where ranges of pods overlap, an own server may have the address: then it is that one which is called directly.
    else to.set(destination.name, throughGateway(destination, mesh, own.has(pod) ? undefined : pod, endpoints));
  }
  return { to };
}

/** Whether the client's proxy calls the server itself: in its own network, and in one of machines alone, to which no gateway leads. */
function isDirect({ network }: PlaceSubject, { serverNetwork }: PlaceSubject, mesh: MeshSubject): boolean {
  return serverNetwork === network || !mesh.clusters.some((cluster) => cluster.network === serverNetwork);
}

function direct({ kind, serverPort }: PlaceSubject, pod: string | undefined, endpoints: readonly Endpoint[]) {
  const found = endpoints.filter(({ address, port }) => address === pod && port === serverPort);
  if (found.length > 0) return { route: route('direct', found), problems: [] };
  return {
    route: undefined,
    problems: [
      `the server's ${kind === 'machine' ? 'machine' : 'pod'} ${pod ?? '(none)'} is not among the endpoints of the client's proxy (${list(endpoints)})`,
    ],
  };
}

function throughGateway(
  { kind, serverNetwork: network }: PlaceSubject,
  mesh: MeshSubject,
  pod: string | undefined,
  endpoints: readonly Endpoint[],
) {
  const gateways = networksOf(mesh).get(network) ?? [];
  const found = endpoints.filter((known) => gateways.some((gateway) => isGateway(gateway, known)));
  const problems = [
    ...(pod !== undefined && endpoints.some(({ address }) => address === pod)
      ? [
          `the client's proxy would call the ${kind === 'machine' ? 'machine' : 'pod'} ${pod} of the other network ${network} directly`,
        ]
      : []),
    ...(found.length === 0
      ? [
          `no east-west gateway of network ${network} (${gateways.map(describeGateway).join(', ') || 'none is known'}) is among the endpoints of the client's proxy (${list(endpoints)})`,
        ]
      : []),
    ...(found.length > 0 && requestsTo(found) === 0 ? [unused(network, found)] : []),
  ];
  return { route: found.length === 0 ? undefined : route('gateway', found), problems };
}

/** Why a gateway that a proxy knows got no request from it. */
function unused(network: string, gateways: readonly Endpoint[]): string {
  const failures = gateways.reduce((sum, { connectFailures }) => sum + connectFailures, 0);
  if (failures === 0) return `the client's proxy sent no request to the east-west gateway of network ${network}`;
  return (
    `the client's proxy cannot connect to the east-west gateway of network ${network} at ${list(gateways)} (failed connections: ${failures}). Nothing ` +
    'answers there, or not with a certificate that the proxy accepts: look at the load balancer, at firewalls on the way, and at MW201'
  );
}

function route(kind: Route['kind'], endpoints: readonly Endpoint[]): Route {
  return {
    kind,
    addresses: endpoints.map(({ address, port }) => `${address}:${port}`),
    requests: requestsTo(endpoints),
  };
}

function requestsTo(endpoints: readonly Endpoint[]): number {
  return endpoints.reduce((sum, { requests }) => sum + requests, 0);
}

function list(endpoints: readonly Endpoint[]): string {
  return endpoints.map(({ address, port }) => `${address}:${port}`).join(', ') || 'none';
}
