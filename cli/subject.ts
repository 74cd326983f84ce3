import { isIP } from 'node:net';
import type { Reading } from '../config/read';
import type { ClusterOutput, MeshworkOutputs } from '../outputs/contract';
import { DEFAULT_REVISION } from '../model/names/istiod';
import { spiffeId } from '../model/names/spiffe-id';
import type { ClusterPlan } from '../model/plan/cluster-plan';
import type { MeshPlan } from '../model/plan/plan';
import { deployed } from './deployed';
import { type MachineSubject, machineSubjects, untrustedMachines } from './machine-subject';
import { clientAccount, PORTS, serverAccount, serverHost } from './workloads/names';

/** A place of a mesh that verify asks from and calls: a cluster, or a machine. */
export interface PlaceSubject {
  readonly name: string;
  readonly kind: 'cluster' | 'machine';
  readonly mesh: string;
  /** The network that its client is in. */
  readonly network: string;
  /** The network that its server is in for istiod: proxies of other networks go through that network's gateways, if it has any. */
  readonly serverNetwork: string;
  /** Version label of its server, in the order of the clusters' names: v1, v2, … Undefined for a machine. */
  readonly version: string | undefined;
  /** The cluster whose istiod serves it. */
  readonly servedBy: string;
  /** Host name by which its server is called. Clusters of a mesh share one, and each machine has its own. */
  readonly host: string;
  /** The port that its server listens on. */
  readonly serverPort: number;
  /** The cluster from whose client outside the mesh its server is called in plaintext. */
  readonly plainFrom: string;
  /** SPIFFE identities of its client and its server. */
  readonly identities: Readonly<Record<'client' | 'server', string>>;
}

/** One mesh to be verified. */
export interface MeshSubject {
  readonly name: string;
  readonly trustDomain: string;
  readonly mtls: 'strict' | 'permissive';
  /** Root certificate, PEM, as the stack's outputs say. */
  readonly rootCertificate: string;
  /** When that certificate ends, RFC 3339. */
  readonly rootExpiry: string;
  /** How its intermediates are made and renewed. */
  readonly intermediates: MeshPlan['intermediates'];
  /** All its places. */
  readonly places: readonly PlaceSubject[];
  /** Those of its places that are clusters. */
  readonly clusters: readonly ClusterSubject[];
  /** Those of its places that are machines. */
  readonly machines: readonly MachineSubject[];
  /** Names of machines that are no places now, because the mesh does not trust their authority. */
  readonly untrusted: readonly string[];
}

/** One cluster to be verified. */
export interface ClusterSubject extends PlaceSubject {
  readonly kind: 'cluster';
  readonly version: string;
  readonly clusterId: string;
  /** Whether Istio's CNI agent sets up the routes of its pods, so that they need no capability. */
  readonly hasCni: boolean;
  /** The revisions of its control planes. The first one injects verify's pods. */
  readonly revisions: readonly [string, ...string[]];
  /** Cluster IDs that its own istiod must know; undefined if it runs none. */
  readonly watches: readonly string[] | undefined;
  /** When the intermediate of its istiods ends, RFC 3339; null if it runs none. */
  readonly intermediateExpiry: string | null;
  /** The east-west gateway, as other networks reach it; undefined if the cluster has none. */
  readonly gateway: GatewaySubject | undefined;
  /** Its gateways of both kinds, and the nodes that their pods belong on. */
  readonly gateways: readonly GatewayNodesSubject[];
  /** Secret. */
  readonly kubeconfig: string;
}

/** A gateway, and the nodes that its pods belong on. */
export interface GatewayNodesSubject {
  /** For people, such as `ingress gateway public in cluster east`. */
  readonly title: string;
  /** Pod labels that select it. */
  readonly selector: Readonly<Record<string, string>>;
  /** The node pool that it names; undefined if it names none. */
  readonly pool: string | undefined;
  /** Labels of the nodes of that pool. Empty without one. */
  readonly nodes: Readonly<Record<string, string>>;
}

/** Where an east-west gateway is reached for services of the mesh. */
export interface GatewaySubject {
  /** IP addresses or host names; empty where those of nodes count. */
  readonly addresses: readonly string[];
  readonly port: number;
}

/** The run that meshes are verified in. */
export interface SubjectArgs {
  /** Name of the stack, for messages. */
  readonly stack: string;
  /** The namespace of clients and servers. */
  readonly namespace: string;
}

/**
 * Puts together the plan and the outputs of a stack.
 *
 * @throws CommandError where the two do not fit.
 */
export function subjectOf(reading: Reading, outputs: MeshworkOutputs, args: SubjectArgs): MeshSubject[] {
  const { stack } = args;
  const { clusters } = reading.plan;
  // A mesh without clusters is the authority of machines, which are places of the mesh that configures them.
  const meshes = reading.plan.meshes.filter(({ name }) => clusters.some(({ mesh }) => mesh === name));
  return meshes.map((mesh) => {
    const { name, trustDomain, mtls, intermediates } = mesh;
    const { rootCertificate, rootExpiry } = deployed(outputs.meshes, name, 'mesh', stack);
    const inMesh = clusters
      .filter((cluster) => cluster.mesh === name)
      .map((cluster, index) => clusterSubject({ plan: cluster, mesh, index }, reading, outputs, args));
    const machines = machineSubjects(name, reading, outputs, args);
    const untrusted = untrustedMachines(name, reading);
    const common = { name, trustDomain, mtls, rootCertificate, rootExpiry, intermediates };
    return { ...common, clusters: inMesh, machines, untrusted, places: [...inMesh, ...machines] };
  });
}

function clusterSubject(
  { index, mesh, plan }: { readonly plan: ClusterPlan; readonly mesh: MeshPlan; readonly index: number },
  reading: Reading,
  outputs: MeshworkOutputs,
  { namespace, stack }: SubjectArgs,
): ClusterSubject {
  const { name, clusterId, controlPlanes, network, servedBy } = plan;
  const [first = DEFAULT_REVISION, ...more] = controlPlanes.map(({ revision }) => revision);
  const output = deployed(outputs.clusters, name, 'cluster', stack);
  const version = `v${index + 1}`;
  const identity = (account: string) => spiffeId(mesh.trustDomain, namespace, account);
  const idOf = (wanted: string) => reading.plan.clusters.find((other) => other.name === wanted)?.clusterId ?? wanted;
  return {
    name,
    kind: 'cluster',
    clusterId,
    hasCni: plan.cni !== undefined,
    mesh: mesh.name,
    network,
    serverNetwork: network,
    serverPort: PORTS.netexec,
    plainFrom: name,
    revisions: [first, ...more],
    version,
    servedBy,
    host: serverHost(namespace),
    identities: { client: identity(clientAccount(name)), server: identity(serverAccount(version)) },
    watches:
      plan.role === 'remote' ? undefined : [clusterId, ...plan.remoteSecrets.map(({ watched }) => idOf(watched))],
    intermediateExpiry: output.intermediateExpiry,
    gateway: gatewayOf(output),
    gateways: plan.gateways.map(({ pool, selector, title }) => ({
      title,
      selector,
      pool,
      nodes: reading.plan.nodePools.find((candidate) => candidate.name === pool)?.nodes ?? {},
    })),
    kubeconfig: reading.accesses[name]?.kubeconfig ?? '',
  };
}

function gatewayOf({ eastWestGateway }: ClusterOutput): GatewaySubject | undefined {
  if (eastWestGateway === null) return undefined;
  const { addresses, ports } = eastWestGateway;
  return { addresses, port: ports.tls };
}

/** Networks of a mesh, each with its gateways. */
export function networksOf(mesh: MeshSubject): ReadonlyMap<string, readonly GatewaySubject[]> {
  const networks = new Map<string, GatewaySubject[]>();
  for (const { gateway, network } of mesh.clusters)
    networks.set(network, [...(networks.get(network) ?? []), ...(gateway === undefined ? [] : [gateway])]);
  return networks;
}

/**
 * Whether an address and port, as istiods and proxies know them, are those of a gateway. Only its port tells where its addresses cannot be
 * compared: host names are resolved by istiod, from where it stands, and nodes come and go.
 */
export function isGateway({ addresses, port }: GatewaySubject, known: { address: string; port: number }): boolean {
  return known.port === port && (!comparable(addresses) || addresses.includes(known.address));
}

/** A gateway for people. */
export function describeGateway({ addresses, port }: GatewaySubject): string {
  if (addresses.length === 0) return `port ${port} of nodes`;
  return addresses.map((address) => `${address}:${port}`).join(', ');
}

/** Whether addresses can be compared with those in a proxy. */
export function comparable(addresses: readonly string[]): boolean {
  return addresses.length > 0 && addresses.every((address) => isIP(address) !== 0);
}
