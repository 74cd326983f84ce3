import type { ClusterSpec, Spec } from '../schema/config';
import { type ClusterPlan, planCluster } from './cluster-plan';

/** One mesh, with everything that is decided once for all of its clusters. */
export interface MeshPlan {
  /** Its key in the config. */
  readonly name: string;
  /** Mesh ID that its proxies report. */
  readonly meshId: string;
  /** Trust domain of its identities. */
  readonly trustDomain: string;
  /** Whether workloads refuse plaintext. */
  readonly mtls: 'strict' | 'permissive';
  /** How its root certificate authority is made. */
  readonly root: { readonly algorithm: KeyAlgorithm; readonly validityDays: number };
  /** How its intermediates are made and renewed. */
  readonly intermediates: IntermediatePlan;
}

/** Algorithm of an authority's key. */
export type KeyAlgorithm = 'rsa' | 'ecdsa';

/** How the intermediates of a mesh are made and renewed. */
export interface IntermediatePlan {
  readonly algorithm: KeyAlgorithm;
  readonly validityDays: number;
  readonly renewBeforeDays: number;
  /** A higher number replaces key and certificate. */
  readonly generation: number;
}

/** The answer to every structural question about a configuration. Sorted by name, so that order in YAML changes nothing. */
export interface Plan {
  readonly meshes: readonly MeshPlan[];
  readonly clusters: readonly ClusterPlan[];
}

/** Plans a spec that has passed the rules. */
export function plan(spec: Spec): Plan {
  return {
    meshes: sorted(spec.meshes).map(([name, mesh]) => ({
      name,
      meshId: mesh.meshId ?? name,
      trustDomain: mesh.trustDomain,
      mtls: mesh.mtls,
      root: mesh.root.generate,
      intermediates: mesh.intermediates,
    })),
    clusters: sorted(spec.clusters).map(([name, cluster]: [string, ClusterSpec]) => planCluster(name, cluster, spec)),
  };
}

function sorted<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
}
