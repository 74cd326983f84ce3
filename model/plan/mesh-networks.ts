import { meshedClusters } from '../topology/membership';
import type { NetworkSpec, Spec } from '../schema/config';
import type { Values } from './values';

/**
 * Istio's MeshNetworks of a mesh: what labels of namespaces and Services do not tell about its networks. It is the same for every primary
 * of the mesh, as Istio requires. A network that labels tell all about is left out.
 *
 * @returns Undefined if labels tell everything.
 */
export function meshNetworks(mesh: string, spec: Spec): Values | undefined {
  const inMesh = new Set(
    Object.values(meshedClusters(spec))
      .filter((cluster) => cluster.mesh === mesh)
      .map(({ network }) => network),
  );
  const networks = Object.keys(spec.networks)
    .filter((name) => inMesh.has(name))
    .sort()
    .flatMap((name): [string, Values][] => {
      const network = entryOf(spec.networks[name]);
      return network === undefined ? [] : [[name, network]];
    });
  return networks.length === 0 ? undefined : Object.fromEntries(networks);
}

function entryOf(network: NetworkSpec | undefined): Values | undefined {
  if (network === undefined) return undefined;
  const { gateway, ranges, registries } = network;
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
