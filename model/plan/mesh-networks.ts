import type { NetworkSpec } from '../schema/config';
import { addressesOf } from '../schema/static-address';
import { sortedByName } from '../topology/by-name';
import type { Mesh } from '../topology/meshes';
import type { Values } from './values';

/**
 * Istio's MeshNetworks of a mesh: the facts about its networks that labels of namespaces and Services do not tell. It is the same for every
 * primary of the mesh, as Istio requires. A network for which labels are enough is left out.
 *
 * @returns Undefined if labels are enough for every network.
 */
export function meshNetworks({ clusters, workloadGroups }: Mesh): Values | undefined {
  const networks = sortedByName(new Set([...clusters, ...workloadGroups].map(({ network }) => network))).flatMap(
    ({ name, spec }): [string, Values][] => {
      const entry = entryOf(spec);
      return entry === undefined ? [] : [[name, entry]];
    },
  );
  return networks.length === 0 ? undefined : Object.fromEntries(networks);
}

/**
 * Whether nodes announce the gateway of a network of the mesh (docs/adr/0014). istiod 1.31.1 forgets such gateways when MeshNetworks change: it keeps the
 * addresses of nodes in a copy of the Service alone (updateServiceNodePortAddresses and reloadNetworkGateways in pilot's kube/controller/network.go).
 */
export function nodesAnnounceGateways({ clusters }: Pick<Mesh, 'clusters'>): boolean {
  return clusters.some(
    ({ network: { spec } }) => spec.gateway.service === 'nodePort' && spec.gateway.static === undefined,
  );
}

/** istiod resolves host names, and a network may have several gateways (pilot/pkg/model/network.go of Istio 1.31). */
function gatewaysAt({ address, ports }: NonNullable<NetworkSpec['gateway']['static']>): Values[] {
  return addressesOf(address).map((one) => ({ address: one, port: ports.tls }));
}

function entryOf({ gateway, ranges, registries }: NetworkSpec): Values | undefined {
  const endpoints = [
    ...[...ranges].sort().map((fromCidr) => ({ fromCidr })),
    ...[...registries].sort().map((fromRegistry) => ({ fromRegistry })),
  ];
  if (endpoints.length === 0 && gateway.static === undefined) return undefined;
  const gateways = gateway.static === undefined ? [] : gatewaysAt(gateway.static);
  return {
    ...(endpoints.length === 0 ? {} : { endpoints }),
    ...(gateways.length === 0 ? {} : { gateways }),
  };
}
