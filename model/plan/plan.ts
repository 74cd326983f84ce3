import { meshedClusters } from '../topology/clusters';
import type { Mesh } from '../topology/meshes';
import { trusts } from '../topology/meshes';
import { byName } from '../topology/by-name';
import type { RootSpec } from '../schema/root';
import type { PlaceState } from '../schema/state';
import { poolIn } from '../topology/node-pools';
import type { Retired } from '../topology/retired';
import type { Topology } from '../topology/topology';
import type { IstioRelease } from './chart-values';
import { type ClusterPlan, planCluster } from './cluster-plan';
import { type FederationPlan, planFederation } from './federation-plan';
import type { IngressGatewayPlan } from './ingress-gateway-plan';
import { type NodePoolPlan, planNodePool } from './node-pool-plan';
import { planService, type ServicePlan } from './service-plan';
import { planWorkloadNamespaces, type WorkloadNamespacePlan } from './workload-namespace-plan';
import { planWorkloadGroup, type WorkloadGroupPlan } from './workload-group-plan';

/** One mesh, with everything that is decided once for all of its clusters. */
export interface MeshPlan {
  /** Its key in the config. */
  readonly name: string;
  /** Mesh ID that its proxies report. */
  readonly meshId: string;
  /** Trust domain of its identities. */
  readonly trustDomain: string;
  /** Further trust domains whose identities are those of the mesh. */
  readonly trustDomainAliases: readonly string[];
  /** Whether workloads refuse plaintext. */
  readonly mtls: 'strict' | 'permissive';
  /** How the name of a service resolves in clusters that do not run it. */
  readonly dns: 'capture' | 'stubs';
  /** The root certificate authorities that it trusts. */
  readonly roots: readonly RootPlan[];
  /** Name of the root that signs its intermediates. */
  readonly signer: string;
  /** The meshes whose roots it trusts: itself, and those that it exchanges trust with. */
  readonly trusts: readonly string[];
  /** How its intermediates are made and renewed. */
  readonly intermediates: IntermediatePlan;
}

/** Algorithm of an authority's key. */
export type KeyAlgorithm = 'rsa' | 'ecdsa';

/** One root of a mesh: made by the stack, or given. */
export type RootPlan = RootSpec & { readonly name: string };

/** How the intermediates of a mesh are made and renewed. */
export interface IntermediatePlan {
  readonly algorithm: KeyAlgorithm;
  readonly validityDays: number;
  readonly renewBeforeDays: number;
  /** A higher number replaces key and certificate. */
  readonly generation: number;
  /** Those that are ready-made, by cluster, PEM: its certificate, then the authorities between it and the root. Empty where the stack makes them. */
  readonly given: Readonly<Record<string, string>>;
}

/** A cluster that is in no mesh. */
export interface StandalonePlan {
  readonly name: string;
  readonly network: string;
  /** Whether it is deployed to. */
  readonly state: PlaceState;
}

/** The answer to every structural question about a configuration. Sorted by name, so that order in YAML changes nothing. */
export interface Plan {
  readonly meshes: readonly MeshPlan[];
  /** The clusters that are in a mesh. */
  readonly clusters: readonly ClusterPlan[];
  /** The declared services. */
  readonly services: readonly ServicePlan[];
  /** The clusters that are in no mesh. */
  readonly standalone: readonly StandalonePlan[];
  /** The federations: trust between meshes, and the services that appear in other meshes. */
  readonly federations: readonly FederationPlan[];
  /** Nodes that gateways run on. */
  readonly nodePools: readonly NodePoolPlan[];
  /** Machines outside Kubernetes, by group. */
  readonly workloadGroups: readonly WorkloadGroupPlan[];
  /** The namespaces of workload groups. */
  readonly workloadNamespaces: readonly WorkloadNamespacePlan[];
  /** Places that are gone for good: nothing else of the plan has them. */
  readonly retired: Retired;
}

/** Plans a configuration that has passed the rules. */
export function plan(topology: Topology): Plan {
  const { clusters, federations, ingressGateways, meshes, nodePools, retired, services, spec, workloadGroups } =
    topology;
  const hasPullSecret = Object.keys(spec.registryCredentials).length > 0;
  const istio: IstioRelease | undefined = spec.istio === undefined ? undefined : { ...spec.istio, hasPullSecret };
  const all = [...clusters.values()];
  return {
    meshes: [...meshes.values()].map(planMesh),
    // Without Istio there is no mesh: the rules ask for it as soon as a cluster is in one (model/rules/memberships.ts).
    clusters: meshedClusters(topology).flatMap((cluster) =>
      istio === undefined
        ? []
        : planCluster(cluster, istio, ingressGateways, poolIn(cluster, cluster.spec.gatewayPool, nodePools)),
    ),
    services: [...services.values()].map(planService),
    standalone: all.flatMap(({ name, network, role, state }) =>
      role === 'standalone' ? [{ name, network: network.name, state }] : [],
    ),
    federations: [...federations.values()].map(planFederation),
    nodePools: [...nodePools.values()].map(planNodePool),
    workloadGroups:
      istio === undefined ? [] : [...workloadGroups.values()].map((group) => planWorkloadGroup(group, istio)),
    workloadNamespaces: planWorkloadNamespaces([...workloadGroups.values()]),
    retired,
  };
}

/** The ingress gateways of a plan, by key and cluster: each once in each of its clusters. */
export function ingressGatewaysOf({ clusters }: Plan): IngressGatewayPlan[] {
  return clusters
    .flatMap(({ gateways }) => gateways.flatMap((gateway) => (gateway.kind === 'ingress' ? [gateway] : [])))
    .sort((one, other) => (one.key === other.key ? 0 : one.key < other.key ? -1 : 1));
}

function planMesh(mesh: Mesh): MeshPlan {
  const { meshId, name, signer, spec } = mesh;
  return {
    name,
    meshId,
    trustDomain: spec.trustDomain,
    trustDomainAliases: [...spec.trustDomainAliases].sort(),
    mtls: spec.mtls,
    dns: spec.dns,
    roots: byName(spec.roots).map(([root, one]) => ({ name: root, ...one })),
    signer,
    trusts: trusts(mesh).map((trusted) => trusted.name),
    intermediates: spec.intermediates,
  };
}
