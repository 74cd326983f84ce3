import { z } from 'zod';
import {
  comparable,
  describeGateway,
  type GatewaySubject,
  isGateway,
  type MeshSubject,
  networksOf,
} from '../../subject';
import type { IstiodAnswer } from '../istiods/debug-interface';

/** The gateways of one network, as one istiod knows them. */
export interface GatewayAddressResult {
  readonly mesh: string;
  /** The cluster of the istiod. */
  readonly cluster: string;
  readonly revision: string;
  /** Pod of istiod; null if there is none. */
  readonly pod: string | null;
  readonly network: string;
  readonly ok: boolean;
  readonly addresses: readonly KnownAddress[];
  readonly problems: readonly string[];
}

/** Where a gateway is reached. */
export interface KnownAddress {
  readonly address: string;
  readonly port: number;
}

const networkz = z
  .array(z.object({ Network: z.string(), Addr: z.string(), Port: z.number() }))
  .nullable()
  .transform((list) => list ?? []);

/** Reads `/debug/networkz`: addresses by network. */
export function readGateways(text: string): ReadonlyMap<string, readonly KnownAddress[]> {
  const gateways = networkz.parse(JSON.parse(text)).map(({ Addr, Network, Port }) => ({
    network: Network,
    known: { address: Addr, port: Port },
  }));
  return new Map(
    gateways.map(({ network }) => [
      network,
      gateways.filter((gateway) => gateway.network === network).map(({ known }) => known),
    ]),
  );
}

/** Judges what an istiod knows of each network: the addresses of its gateways. Within a single network no gateway is needed. */
export function judgeGatewayAddresses(
  mesh: MeshSubject,
  cluster: string,
  { answer, pod, revision }: IstiodAnswer,
): GatewayAddressResult[] {
  const networks = networksOf(mesh);
  if (networks.size < 2) return [];
  const known = 'problem' in answer ? undefined : readGateways(answer.text);
  return [...networks].map(([network, expected]) => {
    const addresses = known?.get(network) ?? [];
    const problems = 'problem' in answer ? [answer.problem] : addressProblems(network, expected, addresses);
    return { mesh: mesh.name, cluster, revision, pod, network, ok: problems.length === 0, addresses, problems };
  });
}

function addressProblems(
  network: string,
  expected: readonly GatewaySubject[],
  known: readonly KnownAddress[],
): string[] {
  if (known.length === 0) return [`it knows no gateway of network ${network}`];
  const listed = known.map(({ address, port }) => `${address}:${port}`).join(', ');
  return [...new Set(expected.flatMap((gateway) => missingOf(gateway, known)))].map(
    (missing) => `of network ${network} it knows ${listed}, but the stack's gateway is ${missing}`,
  );
}

/** The addresses of a gateway that are not known. */
function missingOf(gateway: GatewaySubject, known: readonly KnownAddress[]): string[] {
  const { addresses, port } = gateway;
  if (!comparable(addresses)) return known.some((found) => isGateway(gateway, found)) ? [] : [describeGateway(gateway)];
  return addresses
    .filter((address) => !known.some((found) => isGateway({ addresses: [address], port }, found)))
    .map((address) => `${address}:${port}`);
}
