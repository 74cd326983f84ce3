import fc from 'fast-check';
import type { Configuration } from './configurations';

const NODE_PORTS = { tls: 31443, istiod: 31012, webhook: 31017 };

/** A network as a user writes it, as far as tests read it. */
export interface Network {
  readonly gateway?: {
    readonly hostname?: string;
    readonly static?: { readonly address: string; readonly ports: { readonly tls: number } };
    readonly [key: string]: unknown;
  };
}

/** Networks of generated configurations. One is a prefix of another. */
export const NETWORKS = ['net-2', 'net', 'zone'];

/** A network that comes with a cluster. */
export const NEW_NETWORK = 'new-net';

type Draft = 'loadBalancer' | 'otherPort' | 'hostname' | 'static' | 'nodePort' | 'mappedPorts';

/** How the east-west gateways of a network are reached, where the rules allow it. No two networks are behind one name, or one address and port. */
function gatewaysOf(network: string): Readonly<Record<Draft, NonNullable<Network['gateway']>>> {
  const place = [...NETWORKS, NEW_NETWORK].indexOf(network) + 1;
  const from = place * 10_000;
  const fixed = { static: { address: '203.0.113.7', ports: { tls: from + 1, istiod: from + 2, webhook: from + 3 } } };
  return {
    loadBalancer: {},
    otherPort: { port: 443 },
    hostname: { address: 'hostname', hostname: `${network}.example.org` },
    static: fixed,
    nodePort: { service: 'nodePort' },
    mappedPorts: { service: 'nodePort', nodePorts: NODE_PORTS, ...fixed },
  };
}

/** The random settings of the gateways of one network. */
export const gatewayDraft = fc.constantFrom<Draft>(
  'loadBalancer',
  'otherPort',
  'hostname',
  'static',
  'nodePort',
  'mappedPorts',
);

type Places = Pick<Configuration, 'clusters' | 'services' | 'federations'>;

/** A network with the gateways of a draft, or with load balancers if that draft would lead to no gateway, or to two at one address. */
export function networkFrom(network: string, draft: Draft, places: Places): Network {
  const { exporting, meshes, serving } = use(network, places);
  const possible = {
    loadBalancer: true,
    otherPort: true,
    hostname: serving < 2,
    static: meshes < 2 && serving < 2,
    nodePort: serving === 0 && !exporting,
    mappedPorts: meshes < 2 && serving < 2,
  };
  return possible[draft] ? { gateway: gatewaysOf(network)[draft] } : {};
}

/** The users of a network's gateways: how many meshes, how many primaries with remotes, and whether another mesh uses them. */
function use(network: string, { clusters, federations, services }: Places) {
  const here = Object.entries(clusters).filter(([, cluster]) => cluster.network === network);
  const primaries = new Set(Object.values(clusters).map(({ primary }) => primary));
  const exported = Object.values(federations).flatMap(({ exports }) => Object.keys(exports));
  return {
    meshes: new Set(here.flatMap(([, { mesh }]) => mesh ?? [])).size,
    serving: here.filter(([name]) => primaries.has(name)).length,
    exporting: exported.some((name) => here.some(([cluster]) => services[name]?.clusters.includes(cluster))),
  };
}
