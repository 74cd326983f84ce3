import { LabError } from '../error';

/** A cluster as the command line asks for it. Two clusters of one network reach each other's pods. */
export interface ClusterRequest {
  readonly name: string;
  readonly network: string;
  /** How many nodes it has. Default: as many as it has if it runs, else one. */
  readonly nodes?: number;
}

/** Every address of one node. */
export interface NodeAddresses {
  /** Also its name in Kubernetes. */
  readonly name: string;
  /** Interface of the lab's router that leads to it. */
  readonly routerInterface: string;
  readonly address: string;
  /** Its share of the cluster's pod range. */
  readonly podRange: string;
}

/** Every address of one cluster. */
export interface ClusterAddresses extends Omit<ClusterRequest, 'nodes'> {
  /** The cluster's number in the lab, from 1 on. All its addresses follow from it; no other cluster has it at the same time. */
  readonly number: number;
  readonly routerAddress: string;
  /** The first node has the name of the cluster and its control plane; others are named after it: `east-2`. */
  readonly nodes: readonly [NodeAddresses, ...NodeAddresses[]];
  /** The first node, which is also where the API server listens. */
  readonly nodeAddress: string;
  /** Length of the prefix of the addresses of all nodes and the router. */
  readonly linkPrefix: number;
  readonly apiServer: string;
  readonly podRange: string;
  readonly serviceRange: string;
  /** Cluster address of the `kubernetes` Service, the first of the service range. */
  readonly kubernetesService: string;
  readonly dnsService: string;
  readonly loadBalancerRange: string;
}

/** Offsets of the second octet, so that an address shows its kind and its cluster. */
const OFFSETS = { pods: 0, services: 100, loadBalancers: 200 } as const;

/** 10.201 to 10.249 are load balancers, and the links of machines begin behind 10.0.49 (machines.ts). */
const MOST_CLUSTERS = 49;

/** The pod range of a cluster has a quarter for each. */
const MOST_NODES = 4;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Gives each cluster its addresses. It counts clusters in the order of their names, so that the order on the command line does
 * not matter. Cluster n has nodes 10.0.n.1 to 10.0.n.4, pods 10.n/16, services 10.(100+n)/16, load balancers 10.(200+n).0/24.
 * @param running Clusters that have their addresses already and keep them; the others get the lowest free numbers.
 * @returns The clusters in the order of their numbers.
 */
export function planAddresses(
  clusters: readonly ClusterRequest[],
  running: readonly ClusterAddresses[] = [],
): ClusterAddresses[] {
  if (clusters.length === 0) {
    throw new LabError('A lab needs at least one cluster.');
  }
  if (clusters.length > MOST_CLUSTERS) {
    throw new LabError(`A lab has room for ${MOST_CLUSTERS} clusters, but ${clusters.length} were asked for.`);
  }
  const sorted = [...clusters].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, cluster] of sorted.entries()) {
    requireName('cluster', cluster.name);
    requireName('network', cluster.network);
    requireNodes(cluster, sorted);
    if (sorted[index + 1]?.name === cluster.name) {
      throw new LabError(`Cluster ${cluster.name} is named twice.`);
    }
  }
  const taken = new Set(running.map(({ number }) => number));
  const free = Array.from({ length: MOST_CLUSTERS }, (_, index) => index + 1).filter((number) => !taken.has(number));
  return sorted
    .map(
      (cluster) => running.find(({ name }) => name === cluster.name) ?? addressesOf(cluster, free.shift() ?? Infinity),
    )
    .sort((a, b) => a.number - b.number);
}

/** The clusters whose pods a cluster's pods reach directly: those of its network, itself included. */
export function neighbours(clusters: readonly ClusterAddresses[], cluster: ClusterAddresses): ClusterAddresses[] {
  return clusters.filter(({ network }) => network === cluster.network);
}

function addressesOf({ name, network, nodes = 1 }: ClusterRequest, number: number): ClusterAddresses {
  const first = nodeOf(name, number, 1);
  const services = `10.${OFFSETS.services + number}.0`;
  return {
    name,
    network,
    number,
    routerAddress: `10.0.${number}.254`,
    nodes: [first, ...Array.from({ length: nodes - 1 }, (_, index) => nodeOf(name, number, index + 2))],
    nodeAddress: first.address,
    linkPrefix: 24,
    apiServer: `https://${first.address}:6443`,
    podRange: `10.${OFFSETS.pods + number}.0.0/16`,
    serviceRange: `${services}.0/16`,
    kubernetesService: `${services}.1`,
    dnsService: `${services}.10`,
    loadBalancerRange: `10.${OFFSETS.loadBalancers + number}.0.0/24`,
  };
}

function nodeOf(cluster: string, number: number, node: number): NodeAddresses {
  return {
    name: node === 1 ? cluster : `${cluster}-${node}`,
    routerInterface: node === 1 ? `cluster${number}` : `cluster${number}-${node}`,
    address: `10.0.${number}.${node}`,
    podRange: `10.${OFFSETS.pods + number}.${(node - 1) * (256 / MOST_NODES)}.0/18`,
  };
}

/** @throws LabError if a cluster cannot have as many nodes, or if one of them would have the name of another cluster. */
function requireNodes({ name, nodes = 1 }: ClusterRequest, clusters: readonly ClusterRequest[]): void {
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > MOST_NODES)
    throw new LabError(`Cluster ${name} can have 1 to ${MOST_NODES} nodes, but ${nodes} were asked for.`);
  for (let node = 2; node <= nodes; node++) {
    const further = `${name}-${node}`;
    requireName('node', further);
    if (clusters.some((other) => other.name === further))
      throw new LabError(
        `Node ${node} of cluster ${name} would have the name of cluster ${further}: rename one of them.`,
      );
  }
}

/** @throws LabError if a name cannot be one of a host. */
export function requireName(kind: string, name: string): void {
  if (!DNS_LABEL.test(name)) {
    throw new LabError(`The ${kind} name "${name}" is not a DNS label (lower case letters, digits and inner hyphens).`);
  }
}
