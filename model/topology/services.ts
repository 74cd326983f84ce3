import { serviceHost } from '../names/service';
import type { ServiceSpec, Spec } from '../schema/config';
import { byName } from './by-name';
import { type Cluster, isMeshed, type MeshedCluster } from './clusters';
import type { Mesh } from './meshes';

/** A declared service, with the clusters where it runs and where others use it. */
export interface Service {
  /** Its key in `meshwork:services`. */
  readonly key: string;
  readonly spec: ServiceSpec;
  /** Name of its Service. */
  readonly name: string;
  /** Host name of its Service within a cluster, in full. */
  readonly host: string;
  /** The clusters that run its pods. */
  readonly clusters: readonly Cluster[];
  /** The clusters outside its mesh that use it. */
  readonly consumers: readonly Cluster[];
}

/** The declared services of a configuration. One that runs nowhere is left out. */
export function resolveServices({ services }: Spec, clusters: ReadonlyMap<string, Cluster>): Map<string, Service> {
  const named = (names: readonly string[]): Cluster[] => [...names].sort().flatMap((name) => clusters.get(name) ?? []);
  return new Map(
    byName(services).flatMap(([key, spec]): [string, Service][] => {
      const name = spec.service ?? key;
      const runsIn = named(spec.clusters);
      const consumers = named(spec.reach?.from ?? []);
      const host = serviceHost(name, spec.namespace);
      return runsIn.length === 0 ? [] : [[key, { key, spec, name, host, clusters: runsIn, consumers }]];
    }),
  );
}

/** The clusters of a mesh that run a service. */
export function runningIn(service: Service, mesh: Mesh): MeshedCluster[] {
  return service.clusters.filter(isMeshed).filter((cluster) => cluster.mesh === mesh);
}
