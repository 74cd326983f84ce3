import type { FederationSpec, Spec } from '../schema/config';
import { importedHost } from '../names/federation';
import { byName } from './by-name';
import type { MeshedCluster } from './clusters';
import type { GrowingMesh, Mesh } from './meshes';
import { runningIn, type Service } from './services';

/** Two meshes that may trust each other, and the services of one that appear in the other. */
export interface Federation {
  readonly name: string;
  readonly spec: FederationSpec;
  readonly meshes: readonly [Mesh, Mesh];
  readonly exports: readonly Export[];
}

/** A service of one mesh that appears in another. */
export interface Export {
  readonly service: Service;
  /** The mesh that exports it. */
  readonly from: Mesh;
  /** The mesh that it appears in. */
  readonly to: Mesh;
  /** Host name in the other mesh. */
  readonly host: string;
  /** The clusters of the exporting mesh that run it. */
  readonly clusters: readonly MeshedCluster[];
}

/** What federations refer to. */
interface Referred {
  readonly meshes: ReadonlyMap<string, GrowingMesh>;
  readonly services: ReadonlyMap<string, Service>;
}

/** The federations of a configuration; each is added to its meshes. */
export function resolveFederations({ federations }: Spec, { meshes, services }: Referred): Map<string, Federation> {
  return new Map(
    byName(federations).flatMap(([name, spec]): [string, Federation][] => {
      const [one, other] = [meshes.get(spec.meshes[0]), meshes.get(spec.meshes[1])];
      if (one === undefined || other === undefined) return [];
      const pair = [one, other] as const;
      const federation = { name, spec, meshes: pair, exports: exportsOf(spec, pair, services) };
      for (const mesh of pair) mesh.federations.push(federation);
      return [[name, federation]];
    }),
  );
}

function exportsOf(
  { exports }: FederationSpec,
  meshes: readonly [Mesh, Mesh],
  services: ReadonlyMap<string, Service>,
): Export[] {
  return byName(exports).flatMap(([key, exported]) => {
    const service = services.get(key);
    if (service === undefined) return [];
    const exporters = exportersOf(service, meshes);
    const from = exporters.find(({ name }) => name === (exported.from ?? name));
    if (from === undefined) return [];
    const to = meshes[0] === from ? meshes[1] : meshes[0];
    const host = exported.host ?? defaultHost(service, from.name);
    return [{ service, from, to, host, clusters: runningIn(service, from) }];
  });
}

/** Host name under which an export appears, unless config names another. */
export function defaultHost({ name, spec }: Service, from: string): string {
  return importedHost(name, spec.namespace, from);
}

/** The meshes of a federation that run a service. The rules accept one alone, or a choice by `from`. */
export function exportersOf(service: Service, meshes: readonly Mesh[]): Mesh[] {
  return meshes.filter((mesh) => runningIn(service, mesh).length > 0);
}

/** The services that a cluster runs and its mesh exports, by their hosts in the cluster. Each once, however many meshes import it. */
export function exportedHosts(cluster: MeshedCluster): string[] {
  const exported = cluster.mesh.federations
    .flatMap(({ exports }) => exports)
    .filter(({ clusters, from }) => from === cluster.mesh && clusters.includes(cluster));
  return [...new Set(exported.map(({ service }) => service.host))].sort();
}
