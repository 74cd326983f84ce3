import type { IngressGatewaySpec, Spec } from '../schema/config';
import { byName } from './by-name';
import { type Cluster, isMeshed, type MeshedCluster } from './clusters';
import { type NodePool, poolIn } from './node-pools';
import type { Service } from './services';

/** A gateway by which requests from outside enter a mesh, in one of its clusters. */
export interface IngressGateway {
  /** Its key in `meshwork:ingressGateways`. */
  readonly key: string;
  readonly spec: IngressGatewaySpec;
  /** The cluster that it stands in here. */
  readonly cluster: MeshedCluster;
  /** The first of its clusters in config: it may have been the only one. */
  readonly first: MeshedCluster;
  /** The nodes that its pods run on; undefined if it names none of its cluster. */
  readonly pool: NodePool | undefined;
  readonly routes: readonly IngressRoute[];
  /** Services that end TLS themselves. */
  readonly passthrough: readonly (ServicePort & { readonly name: string; readonly hosts: readonly string[] })[];
  /** Further ports, each with the service behind it. */
  readonly ports: readonly IngressPort[];
}

/** A port of a gateway that leads to a service. */
export interface IngressPort {
  readonly name: string;
  readonly spec: IngressGatewaySpec['ports'][string];
  readonly to: ServicePort;
}

/** What leads from host names to a service. */
export interface IngressRoute extends ServicePort {
  readonly name: string;
  readonly hosts: readonly string[];
  /** The paths that take this route, and all below them; undefined for every path. */
  readonly paths: readonly string[] | undefined;
  /** Other services that answer a share of the requests. */
  readonly split: readonly (ServicePort & { readonly weight: number })[];
}

/** A port of a service. */
export interface ServicePort {
  readonly service: Service;
  /** Port of the service. */
  readonly port: number;
}

/** What ingress gateways refer to. */
interface Referred {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly nodePools: ReadonlyMap<string, NodePool>;
  readonly services: ReadonlyMap<string, Service>;
}

/** Names of the clusters that a gateway stands in, in the order of config. */
export function clustersOf({ cluster, clusters }: Pick<IngressGatewaySpec, 'cluster' | 'clusters'>): readonly string[] {
  return clusters ?? (cluster === undefined ? [] : [cluster]);
}

/** The ingress gateways of a configuration, each in each of its clusters, with those of their routes that lead somewhere. */
export function resolveIngressGateways({ ingressGateways }: Spec, referred: Referred): IngressGateway[] {
  return byName(ingressGateways).flatMap(([key, spec]) =>
    [...clustersOf(spec)].sort().flatMap((name): IngressGateway[] => {
      const cluster = referred.clusters.get(name);
      if (cluster === undefined || !isMeshed(cluster)) return [];
      const { nodePools, services } = referred;
      const pool = poolIn(cluster, spec.pool, nodePools);
      const passthrough = byName(spec.passthrough).flatMap(([name, { hosts, port, service }]) =>
        portOf(service, port, services).map((found) => ({ ...found, name, hosts })),
      );
      const ports = byName(spec.ports).flatMap(([name, port]) =>
        portOf(port.service, port.servicePort, services).map((to) => ({ name, spec: port, to })),
      );
      return [
        {
          key,
          spec,
          cluster,
          first: firstOf(spec, referred) ?? cluster,
          pool,
          routes: routesOf(spec, services),
          passthrough,
          ports,
        },
      ];
    }),
  );
}

function firstOf(spec: IngressGatewaySpec, { clusters }: Referred): MeshedCluster | undefined {
  const first = clusters.get(clustersOf(spec)[0] ?? '');
  return first !== undefined && isMeshed(first) ? first : undefined;
}

function routesOf({ routes }: IngressGatewaySpec, services: ReadonlyMap<string, Service>): IngressRoute[] {
  return byName(routes).flatMap(([name, { hosts, paths, port, service, split }]) =>
    portOf(service, port, services).map((found) => ({
      ...found,
      name,
      hosts,
      paths,
      split: byName(split).flatMap(([key, share]) =>
        portOf(key, share.port, services).map((other) => ({ ...other, weight: share.weight })),
      ),
    })),
  );
}

/** A port of a service by its name, or the only one. Empty if there is none. */
function portOf(key: string, port: string | undefined, services: ReadonlyMap<string, Service>): ServicePort[] {
  const service = services.get(key);
  const ports = service?.spec.ports ?? {};
  const found = ports[port ?? Object.keys(ports)[0] ?? ''];
  return service === undefined || found === undefined ? [] : [{ service, port: found.port }];
}
