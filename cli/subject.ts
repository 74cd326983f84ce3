import { isIP } from 'node:net';
import type { Reading } from '../config/read';
import { type ClusterOutput, type MeshworkOutputs, SCHEMA_VERSION } from '../outputs/contract';
import { DEFAULT_REVISION } from '../model/names';
import type { ClusterPlan } from '../model/plan/cluster-plan';
import { VerifyError } from './errors';

/** One mesh to be verified. */
export interface MeshSubject {
  readonly name: string;
  readonly trustDomain: string;
  readonly mtls: 'strict' | 'permissive';
  /** Root certificate, PEM, as the stack's outputs say. */
  readonly rootCertificate: string;
  readonly clusters: readonly ClusterSubject[];
}

/** One cluster to be verified. */
export interface ClusterSubject {
  readonly name: string;
  readonly clusterId: string;
  readonly mesh: string;
  readonly network: string;
  readonly revision: string;
  /** Version label of its server: v1, v2, … in the order of the clusters' names. */
  readonly version: string;
  /** The cluster whose istiod serves it. */
  readonly servedBy: string;
  /** Cluster IDs that its own istiod must know; undefined if it runs none. */
  readonly watches: readonly string[] | undefined;
  /** The east-west gateway, as other networks reach it; undefined if the cluster has none. */
  readonly gateway: GatewaySubject | undefined;
  /** Secret. */
  readonly kubeconfig: string;
}

/** Where an east-west gateway is reached for services of the mesh. */
export interface GatewaySubject {
  /** IP addresses or host names; empty where those of nodes count. */
  readonly addresses: readonly string[];
  readonly port: number;
}

/**
 * Puts plan and outputs together.
 *
 * @throws VerifyError where the two do not fit.
 */
export function subjectOf(reading: Reading, outputs: MeshworkOutputs, stack: string): MeshSubject[] {
  const { schemaVersion } = outputs as { schemaVersion: number };
  if (schemaVersion !== SCHEMA_VERSION)
    throw new VerifyError(
      `The outputs of stack ${stack} have schema version ${schemaVersion}, and this verify reads ${SCHEMA_VERSION}. ` +
        'Use the verify of the version that deployed the stack, or run `pulumi up` with this one.',
    );
  const { clusters, meshes } = reading.plan;
  return meshes.map(({ name, trustDomain, mtls }) => ({
    name,
    trustDomain,
    mtls,
    rootCertificate: deployed(outputs.meshes, name, 'mesh', stack).rootCertificate,
    clusters: clusters
      .filter(({ mesh }) => mesh === name)
      .map((cluster, index) => clusterSubject(cluster, index, reading, outputs, stack)),
  }));
}

function clusterSubject(
  plan: ClusterPlan,
  index: number,
  reading: Reading,
  outputs: MeshworkOutputs,
  stack: string,
): ClusterSubject {
  const { name, clusterId, controlPlanes, mesh, network, servedBy } = plan;
  const idOf = (wanted: string) => reading.plan.clusters.find((other) => other.name === wanted)?.clusterId ?? wanted;
  return {
    name,
    clusterId,
    mesh,
    network,
    revision: controlPlanes[0]?.revision ?? DEFAULT_REVISION,
    version: `v${index + 1}`,
    servedBy,
    watches:
      plan.role === 'remote' ? undefined : [clusterId, ...plan.remoteSecrets.map(({ watched }) => idOf(watched))],
    gateway: gatewayOf(deployed(outputs.clusters, name, 'cluster', stack)),
    kubeconfig: reading.accesses[name]?.kubeconfig ?? '',
  };
}

function gatewayOf({ eastWestGateway }: ClusterOutput): GatewaySubject | undefined {
  if (eastWestGateway === null) return undefined;
  const { addresses, ports } = eastWestGateway;
  return { addresses, port: ports.tls };
}

/**
 * The entry of the outputs for a thing in the config.
 *
 * @throws VerifyError if there is none.
 */
export function deployed<T>(entries: Readonly<Record<string, T>>, name: string, kind: string, stack: string): T {
  const entry = entries[name];
  if (entry !== undefined) return entry;
  throw new VerifyError(
    `The config of stack ${stack} has a ${kind} "${name}", but its outputs do not: it was not deployed yet. Run \`pulumi up\` first.`,
  );
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
