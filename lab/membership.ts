import { LabError } from './error';
import { type ClusterAddresses, type ClusterRequest, planAddresses } from './network/plan';

/** Which clusters a lab has, and which change of that is under way. */
export interface Membership {
  /** Clusters that are connected, in the order of their numbers. Programs of them that died can be started again. */
  readonly clusters: readonly ClusterAddresses[];
  /** Clusters that are wanted, but not connected yet. If `up` is interrupted here, the next one removes them and begins anew. */
  readonly joining: readonly ClusterAddresses[];
  /** Clusters that are being removed. No other cluster may have their names and numbers until nothing of them is left. */
  readonly leaving: readonly ClusterAddresses[];
}

/** The membership of a lab that has just been made: no clusters. */
export const NO_CLUSTERS: Membership = { clusters: [], joining: [], leaving: [] };

/**
 * Plans how a lab gets from its present clusters to the wanted ones: `up` removes those in `leaving`, then adds those in
 * `joining`, while `clusters` keep their addresses and run on. An earlier change may have been interrupted.
 * @param wanted All clusters that the lab is to have; unless given, those that it has or was getting.
 * @throws LabError if a connected cluster is wanted in another network: pods of both would have to be told apart by when they
 *   were started.
 */
export function planMembership(
  known: Membership,
  wanted: readonly ClusterRequest[] = [...known.clusters, ...known.joining].map(requestOf),
): Membership {
  const requests = new Map(wanted.map((request) => [request.name, request]));
  for (const { name, network, nodes } of known.clusters) {
    const other = requests.get(name)?.network;
    const count = requests.get(name)?.nodes ?? nodes.length;
    if (count !== nodes.length) {
      throw new LabError(
        `Cluster ${name} runs with ${nodes.length} node${nodes.length === 1 ? '' : 's'} and cannot have ${count} while it runs. ` +
          `Leave it out of --clusters once, which ends it, or run \`npm run lab -- down\` first.`,
      );
    }
    if (other !== undefined && other !== network) {
      throw new LabError(
        `Cluster ${name} runs in network ${network} and cannot be moved to ${other} while it runs. ` +
          `Leave it out of --clusters once, which ends it, or run \`npm run lab -- down\` first.`,
      );
    }
  }
  const clusters = known.clusters.filter(({ name }) => requests.has(name));
  const connected = new Set(clusters.map(({ name }) => name));
  return {
    clusters,
    joining: planAddresses(wanted, clusters).filter(({ name }) => !connected.has(name)),
    leaving: [...known.leaving, ...known.joining, ...known.clusters.filter(({ name }) => !connected.has(name))],
  };
}

/** The request that leads to a cluster as it is. */
export function requestOf({ name, network, nodes }: ClusterAddresses): ClusterRequest {
  return { name, network, nodes: nodes.length };
}
