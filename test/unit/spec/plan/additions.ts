import fc from 'fast-check';
import { type Cluster, clusterDraft, clusterFrom, type Configuration, configurations } from './configurations';

/** A configuration, and the same with one cluster more. */
export interface Addition {
  readonly before: Configuration;
  readonly after: Configuration;
  /** The cluster that came. Its name sorts between those of the others. */
  readonly added: Cluster;
}

/** Name of the cluster that comes. */
export const ADDED = 'middle';

/** One cluster more: of any role, in a network and a mesh that are there already or that come with it. */
export const additions: fc.Arbitrary<Addition> = fc
  .record({ before: configurations, draft: clusterDraft, newMesh: fc.boolean(), newNetwork: fc.boolean() })
  .map(({ before: drawn, draft, newMesh, newNetwork }) => {
    // What comes may be a remote of any primary, and of any mesh: only gateways behind load balancers of their own are open to that.
    const before = { ...drawn, networks: Object.fromEntries(Object.keys(drawn.networks).map((name) => [name, {}])) };
    const place = { ...(newMesh ? { mesh: 'new-mesh' } : {}), ...(newNetwork ? { network: 'new-net' } : {}) };
    const added = clusterFrom(ADDED, { ...draft, ...place }, before.clusters);
    const { mesh, network } = added;
    return {
      before,
      added,
      after: {
        ...before,
        meshes: mesh === undefined || mesh in before.meshes ? before.meshes : { ...before.meshes, [mesh]: {} },
        networks: { [network]: {}, ...before.networks },
        clusters: { ...before.clusters, [ADDED]: added },
      },
    };
  });
