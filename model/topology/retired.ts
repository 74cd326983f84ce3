import type { ClusterSpec, IngressGatewaySpec, ServiceSpec, Spec } from '../schema/config';
import { byName } from './by-name';
import { clustersOf } from './ingress-gateways';

type Entries<T> = Readonly<Record<string, T>>;

/**
 * A configuration without its retired clusters and machines, and without what refers to them alone: the topology for all others. A remote goes with
 * its primary, which the rules refuse as long as the remote itself is not retired (model/rules/states.ts).
 */
export function withoutRetired(spec: Spec): Spec {
  const retired = retiredClusters(spec);
  const machines = Object.values(spec.virtualMachines).some(({ state }) => state === 'retired');
  if (retired.size === 0 && !machines) return spec;
  const stays = (cluster: string) => !retired.has(cluster);
  const clusters = kept(spec.clusters, (_cluster, name) => stays(name));
  const services = servicesWithout(spec.services, stays);
  const workloadGroups = kept(spec.workloadGroups, ({ cluster }) => stays(cluster));
  const used = { clusters, workloadGroups };
  const meshes = kept(spec.meshes, (_mesh, name) => usesMesh(used, name) || !usesMesh(spec, name));
  const ingressGateways = ingressGatewaysOf(spec.ingressGateways, stays, (service) => service in services);
  return {
    ...spec,
    clusters,
    services,
    workloadGroups,
    meshes: mapped(meshes, (mesh) => ({
      ...mesh,
      intermediates: { ...mesh.intermediates, given: kept(mesh.intermediates.given, (_pem, name) => stays(name)) },
    })),
    ingressGateways,
    kubeconfigs: kept(spec.kubeconfigs, (_text, name) => stays(name)),
    intermediateKeys: kept(spec.intermediateKeys, (_key, name) => stays(name)),
    networks: networksOf(spec, used, stays),
    federations: federationsOf(spec, meshes, services),
    nodePools: kept(spec.nodePools, ({ cluster }) => stays(cluster)),
    virtualMachines: kept(
      spec.virtualMachines,
      ({ group, state }) => state !== 'retired' && (group in workloadGroups || !(group in spec.workloadGroups)),
    ),
    certificateKeys: kept(
      spec.certificateKeys,
      (_keys, name) => name in ingressGateways || !(name in spec.ingressGateways),
    ),
    rootKeys: kept(spec.rootKeys, (_keys, name) => name in meshes || !(name in spec.meshes)),
  };
}

/** Places of a configuration that are gone for good, by name. */
export interface Retired {
  readonly clusters: readonly RetiredCluster[];
  readonly machines: readonly string[];
}

/** A cluster that is gone for good. */
export interface RetiredCluster {
  readonly name: string;
  readonly role: ClusterSpec['role'];
}

/** The retired places of a configuration, in the order of their names. */
export function retiredPlaces({ clusters, virtualMachines }: Spec): Retired {
  return {
    clusters: byName(clusters).flatMap(([name, { role, state }]) => (state === 'retired' ? [{ name, role }] : [])),
    machines: byName(virtualMachines).flatMap(([name, { state }]) => (state === 'retired' ? [name] : [])),
  };
}

/** Names of the clusters that are retired, or whose primary is. */
function retiredClusters({ clusters }: Spec): ReadonlySet<string> {
  const retired = (name: string) => clusters[name]?.state === 'retired';
  const all = Object.entries(clusters).filter(
    ([name, cluster]) => retired(name) || (cluster.role === 'remote' && retired(cluster.primary)),
  );
  return new Set(all.map(([name]) => name));
}

/** What uses meshes and networks. */
type Users = Pick<Spec, 'clusters' | 'workloadGroups'>;

function usesMesh({ clusters, workloadGroups }: Users, mesh: string): boolean {
  return (
    Object.values(clusters).some((cluster) => cluster.role !== 'standalone' && cluster.mesh === mesh) ||
    Object.values(workloadGroups).some(({ authority }) => authority === mesh)
  );
}

function usesNetwork({ clusters, workloadGroups }: Users, name: string): boolean {
  return [...Object.values(clusters), ...Object.values(workloadGroups)].some(({ network }) => network === name);
}

function networksOf(spec: Spec, used: Users, stays: (cluster: string) => boolean): Spec['networks'] {
  const ids = new Set(
    Object.entries(spec.clusters).flatMap(([name, cluster]) =>
      stays(name) || cluster.role === 'standalone' ? [] : [cluster.clusterId ?? name],
    ),
  );
  const networks = kept(spec.networks, (_network, name) => usesNetwork(used, name) || !usesNetwork(spec, name));
  return mapped(networks, (network) => ({
    ...network,
    registries: network.registries.filter((registry) => !ids.has(registry)),
  }));
}

function servicesWithout(services: Spec['services'], stays: (cluster: string) => boolean): Spec['services'] {
  const left = mapped(services, ({ reach, ...service }): ServiceSpec => {
    const clusters = service.clusters.filter(stays);
    const from = reach?.from.filter(stays) ?? [];
    // A service that no other cluster uses any more is open to none.
    return { ...service, clusters, ...(reach === undefined || from.length === 0 ? {} : { reach: { ...reach, from } }) };
  });
  return kept(left, ({ clusters }, name) => clusters.length > 0 || services[name]?.clusters.length === 0);
}

function federationsOf(spec: Spec, meshes: Spec['meshes'], services: Spec['services']): Spec['federations'] {
  const stays = (mesh: string) => mesh in meshes || !(mesh in spec.meshes);
  const left = kept(spec.federations, ({ meshes: pair }) => pair.every(stays));
  return mapped(left, (federation) => ({
    ...federation,
    exports: kept(federation.exports, (_export, service) => service in services || !(service in spec.services)),
  }));
}

function ingressGatewaysOf(
  gateways: Spec['ingressGateways'],
  stays: (cluster: string) => boolean,
  serves: (service: string) => boolean,
): Spec['ingressGateways'] {
  return mapped(
    kept(gateways, (gateway) => clustersOf(gateway).length === 0 || clustersOf(gateway).some(stays)),
    (gateway): IngressGatewaySpec => ({
      ...gateway,
      ...(gateway.clusters === undefined ? {} : { clusters: gateway.clusters.filter(stays) }),
      passthrough: kept(gateway.passthrough, ({ service }) => serves(service)),
      ports: kept(gateway.ports, ({ service }) => serves(service)),
      routes: mapped(
        kept(gateway.routes, ({ service }) => serves(service)),
        (route) => ({ ...route, split: kept(route.split, (_weight, service) => serves(service)) }),
      ),
    }),
  );
}

function kept<T>(entries: Entries<T>, stays: (entry: T, name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([name, entry]) => stays(entry, name)));
}

function mapped<T>(entries: Entries<T>, change: (entry: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, change(entry)]));
}
