import type { NetworkSpec } from '../schema/config';
import { sortedByName } from '../topology/by-name';
import type { Mesh } from '../topology/meshes';
import type { Values } from './values';

/**
 * Istio's MeshNetworks of a mesh: the facts about its networks that labels of namespaces and Services do not tell. It is the same for every
 * primary of the mesh, as Istio requires. A network for which labels are enough is left out.
 *
 * @returns Undefined if labels are enough for every network.
 */
export function meshNetworks({ clusters }: Mesh): Values | undefined {
  const networks = sortedByName(new Set(clusters.map(({ network }) => network))).flatMap(
    ({ name, spec }): [string, Values][] => {
      const entry = entryOf(spec);
      return entry === undefined ? [] : [[name, entry]];
    },
  );
  return networks.length === 0 ? undefined : Object.fromEntries(networks);
}

function entryOf({ gateway, ranges, registries }: NetworkSpec): Values | undefined {
  const endpoints = [
    ...[...ranges].sort().map((fromCidr) => ({ fromCidr })),
    ...[...registries].sort().map((fromRegistry) => ({ fromRegistry })),
  ];
  if (endpoints.length === 0 && gateway.static === undefined) return undefined;
  const gateways =
    gateway.static === undefined ? [] : [{ address: gateway.static.address, port: gateway.static.ports.tls }];
  return {
    ...(endpoints.length === 0 ? {} : { endpoints }),
    ...(gateways.length === 0 ? {} : { gateways }),
  };
}
