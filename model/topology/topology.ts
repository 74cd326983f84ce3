import type { Spec } from '../schema/config';
import type { Cluster } from './clusters';
import type { Federation } from './federations';
import type { IngressGateway } from './ingress-gateways';
import type { WorkloadGroup } from './machines';
import type { Mesh } from './meshes';
import type { Network } from './networks';
import type { NodePool } from './node-pools';
import type { Retired } from './retired';
import type { Service } from './services';

/**
 * A configuration with its references resolved: a cluster has its mesh, network and primary, a service the clusters where it runs. Every mapping and list
 * is sorted by name, so that the order of YAML keys changes nothing. An entry that refers to nothing is left out, with all that refers to it; the
 * rules tell the user about it, and a configuration with problems is never planned.
 */
export interface Topology {
  /** The configuration itself, without its retired places. */
  readonly spec: Spec;
  /** Places that are gone for good: nothing else of the topology has them. */
  readonly retired: Retired;
  /** Meshes by name. */
  readonly meshes: ReadonlyMap<string, Mesh>;
  /** Networks by name. */
  readonly networks: ReadonlyMap<string, Network>;
  /** All clusters by name, those in no mesh among them. */
  readonly clusters: ReadonlyMap<string, Cluster>;
  /** Declared services by key. */
  readonly services: ReadonlyMap<string, Service>;
  /** Federations by name. */
  readonly federations: ReadonlyMap<string, Federation>;
  /** Node pools by name. */
  readonly nodePools: ReadonlyMap<string, NodePool>;
  /** Ingress gateways, each in each of its clusters. */
  readonly ingressGateways: readonly IngressGateway[];
  /** Workload groups by key. */
  readonly workloadGroups: ReadonlyMap<string, WorkloadGroup>;
}
