import type { MeshSpec, Spec } from '../schema/config';
import { byName, sortedByName } from './by-name';
import type { MeshedCluster } from './clusters';
import type { Federation } from './federations';

/** One mesh, with what belongs to it. */
export interface Mesh {
  readonly name: string;
  readonly spec: MeshSpec;
  /** The ID that its proxies report. */
  readonly meshId: string;
  /** Name of the root that signs its intermediates; one of `spec.roots`. */
  readonly signer: string;
  /** Its clusters. */
  readonly clusters: readonly MeshedCluster[];
  /** The federations that it is a part of. */
  readonly federations: readonly Federation[];
}

/** A mesh whose lists are still being filled. */
export type GrowingMesh = Mesh & { readonly clusters: MeshedCluster[]; readonly federations: Federation[] };

/** The meshes of a configuration, still without clusters and federations. A mesh without a root that signs is left out. */
export function resolveMeshes({ meshes }: Spec): Map<string, GrowingMesh> {
  return new Map(
    byName(meshes).flatMap(([name, mesh]): [string, GrowingMesh][] => {
      const signer = mesh.signer ?? Object.keys(mesh.roots)[0];
      if (signer === undefined || !(signer in mesh.roots)) return [];
      return [[name, { name, spec: mesh, meshId: mesh.meshId ?? name, signer, clusters: [], federations: [] }]];
    }),
  );
}

/** Whether the pods of a mesh are in several networks. */
export function spansNetworks({ clusters }: Mesh): boolean {
  return new Set(clusters.map(({ network }) => network)).size > 1;
}

/** The meshes whose roots a mesh trusts, by name: itself, and those that it exchanges trust with. */
export function trusts(mesh: Mesh): Mesh[] {
  const partners = mesh.federations
    .filter(({ spec }) => spec.trust === 'exchanged')
    .flatMap(({ meshes }) => meshes.filter((other) => other !== mesh));
  return sortedByName([mesh, ...partners]);
}
