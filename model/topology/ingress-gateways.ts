import type { IngressGatewaySpec, Spec } from '../schema/config';
import { byName } from './by-name';
import { type Cluster, isMeshed, type MeshedCluster } from './clusters';
import { type NodePool, poolIn } from './node-pools';
import type { Service } from './services';

/** A gateway by which requests from outside enter a mesh. */
export interface IngressGateway {
  /** Its key in `meshwork:ingressGateways`. */
  readonly key: string;
  readonly spec: IngressGatewaySpec;
  /** The cluster that it stands in. */
  readonly cluster: MeshedCluster;
  /** The nodes that its pods run on; undefined if it names none of its cluster. */
  readonly pool: NodePool | undefined;
  readonly routes: readonly IngressRoute[];
}

/** What leads from host names to a service. */
export interface IngressRoute {
  readonly name: string;
  readonly hosts: readonly string[];
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

/** The ingress gateways of a configuration, with those of their routes that lead somewhere. */
export function resolveIngressGateways({ ingressGateways }: Spec, referred: Referred): Map<string, IngressGateway> {
  return new Map(
    byName(ingressGateways).flatMap(([key, spec]): [string, IngressGateway][] => {
      const cluster = referred.clusters.get(spec.cluster);
      if (cluster === undefined || !isMeshed(cluster)) return [];
      const pool = poolIn(cluster, spec.pool, referred.nodePools);
      return [[key, { key, spec, cluster, pool, routes: routesOf(spec, referred.services) }]];
    }),
  );
}

function routesOf({ routes }: IngressGatewaySpec, services: ReadonlyMap<string, Service>): IngressRoute[] {
  return byName(routes).flatMap(([name, { hosts, port, service: key }]) => {
    const service = services.get(key);
    const ports = service?.spec.ports ?? {};
    const found = ports[port ?? Object.keys(ports)[0] ?? ''];
    return service === undefined || found === undefined ? [] : [{ name, hosts, service, port: found.port }];
  });
}
