import fc from 'fast-check';
import { type Cluster, clusterDraft, clusterFrom, type Configuration, configurations } from './configurations';
import { gatewayDraft, networkFrom, NEW_NETWORK } from './gateway-drafts';

/** A configuration, and the same with one cluster more. */
export interface Addition {
  readonly before: Configuration;
  readonly after: Configuration;
  /** The cluster that came. Its name sorts between those of the others. */
  readonly added: Cluster;
}

/** Name of the cluster that comes. */
export const ADDED = 'middle';

/** One cluster more: of any role, in a network and a mesh that are there already or that come with it, behind gateways of every kind. */
export const additions: fc.Arbitrary<Addition> = fc
  .record({
    drawn: configurations,
    draft: clusterDraft,
    newMesh: fc.boolean(),
    newNetwork: fc.boolean(),
    gatewayOf: fc.func(gatewayDraft),
  })
  .map(({ drawn, draft, gatewayOf, newMesh, newNetwork }) => {
    const place = { ...(newMesh ? { mesh: 'new-mesh' } : {}), ...(newNetwork ? { network: NEW_NETWORK } : {}) };
    const added = clusterFrom(ADDED, { ...draft, ...place }, drawn.clusters);
    const { mesh, network } = added;
    const clusters = { ...drawn.clusters, [ADDED]: added };
    // A draft that is possible after the addition is possible before it: fewer clusters use the gateways of a network then.
    const networks = Object.fromEntries(
      Object.keys({ [network]: {}, ...drawn.networks }).map((name) => [
        name,
        networkFrom(name, gatewayOf(name), { ...drawn, clusters }),
      ]),
    );
    return {
      added,
      before: {
        ...drawn,
        networks: Object.fromEntries(Object.keys(drawn.networks).map((name) => [name, networks[name] ?? {}])),
      },
      after: {
        ...drawn,
        meshes: mesh === undefined || mesh in drawn.meshes ? drawn.meshes : { ...drawn.meshes, [mesh]: {} },
        networks,
        clusters,
      },
    };
  });
