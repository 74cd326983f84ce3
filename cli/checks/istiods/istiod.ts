import { z } from 'zod';
import {
  type ClusterSubject,
  comparable,
  describeGateway,
  type GatewaySubject,
  isGateway,
  type MeshSubject,
  networksOf,
} from '../../subject';

/** What one istiod knows. */
export interface ControlPlaneResult {
  readonly mesh: string;
  readonly cluster: string;
  readonly revision: string;
  /** Pod of istiod; null if there is none. */
  readonly pod: string | null;
  readonly ok: boolean;
  readonly clusters: readonly { readonly id: string; readonly status: string }[];
  readonly gateways: readonly { readonly network: string; readonly address: string; readonly port: number }[];
  readonly problems: readonly string[];
}

/** The istiod of one revision in a cluster of a mesh. */
export interface AskedIstiod {
  readonly mesh: MeshSubject;
  readonly cluster: ClusterSubject;
  readonly revision: string;
}

/** Paths of istiod's debug interface that are asked for. */
export const DEBUG_PATHS = { clusters: '/debug/clusterz', gateways: '/debug/networkz' } as const;

const clusterz = z
  .array(z.object({ id: z.string(), syncStatus: z.string() }))
  .nullable()
  .transform((list) => (list ?? []).map(({ id, syncStatus }) => ({ id, status: syncStatus })));
const networkz = z
  .array(z.object({ Network: z.string(), Addr: z.string(), Port: z.number() }))
  .nullable()
  .transform((list) =>
    (list ?? []).map(({ Network, Addr, Port }) => ({ network: Network, address: Addr, port: Port })),
  );

/** What one istiod answered. */
export type IstiodAnswer = Pick<ControlPlaneResult, 'clusters' | 'gateways'>;

/** Reads the answers of istiod's debug interface. */
export function readIstiod(clusters: string, gateways: string): IstiodAnswer {
  return { clusters: clusterz.parse(JSON.parse(clusters)), gateways: networkz.parse(JSON.parse(gateways)) };
}

/** Judges what an istiod knows: every cluster of its mesh in sync, and a gateway of every network. */
export function judgeIstiod(
  { cluster, mesh, revision }: AskedIstiod,
  pod: string,
  { clusters, gateways }: IstiodAnswer,
): ControlPlaneResult {
  const problems = [
    ...(cluster.watches ?? []).flatMap((id) => clusterProblem(id, clusters)),
    ...gatewayProblems(mesh, gateways),
  ];
  const asked = { mesh: mesh.name, cluster: cluster.name, revision, pod };
  return { ...asked, ok: problems.length === 0, clusters, gateways, problems };
}

/** The result for an istiod that could not be asked. */
export function silentIstiod({ cluster, mesh, revision }: AskedIstiod, problem: string): ControlPlaneResult {
  const known = { clusters: [], gateways: [] };
  return { mesh: mesh.name, cluster: cluster.name, revision, pod: null, ok: false, ...known, problems: [problem] };
}

function clusterProblem(id: string, clusters: IstiodAnswer['clusters']): string[] {
  const status = clusters.find((known) => known.id === id)?.status;
  if (status === 'synced') return [];
  return [status === undefined ? `it does not know cluster ${id}` : `cluster ${id} is "${status}", not "synced"`];
}

function gatewayProblems(mesh: MeshSubject, gateways: IstiodAnswer['gateways']): string[] {
  const networks = networksOf(mesh);
  if (networks.size < 2) return [];
  return [...networks].flatMap(([network, expected]) => {
    const known = gateways.filter((gateway) => gateway.network === network);
    if (known.length === 0) return [`it knows no gateway of network ${network}`];
    const listed = known.map(({ address, port }) => `${address}:${port}`).join(', ');
    return [...new Set(expected.flatMap((gateway) => missingOf(gateway, known)))].map(
      (missing) => `of network ${network} it knows ${listed}, but the stack's gateway is ${missing}`,
    );
  });
}

/** What of a gateway is not known. */
function missingOf(gateway: GatewaySubject, known: IstiodAnswer['gateways']): string[] {
  const { addresses, port } = gateway;
  if (!comparable(addresses)) return known.some((found) => isGateway(gateway, found)) ? [] : [describeGateway(gateway)];
  return addresses
    .filter((address) => !known.some((found) => isGateway({ addresses: [address], port }, found)))
    .map((address) => `${address}:${port}`);
}
