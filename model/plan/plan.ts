import { meshedClusters } from '../topology/membership';
import type { MeshedClusterSpec, MeshSpec, Spec } from '../schema/config';
import { byName } from './by-name';
import { type ClusterPlan, planCluster } from './cluster-plan';
import { type IngressGatewayPlan, planIngressGateway } from './ingress-gateway-plan';
import { planService, type ServicePlan } from './service-plan';
import { type FederationPlan, planFederations, trustedMeshes } from './federation-plan';

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
  /** How names of services that a cluster does not run resolve in it. */
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

/** One root of a mesh. */
export interface RootPlan {
  readonly name: string;
  readonly algorithm: KeyAlgorithm;
  readonly validityDays: number;
}

/** How the intermediates of a mesh are made and renewed. */
export interface IntermediatePlan {
  readonly algorithm: KeyAlgorithm;
  readonly validityDays: number;
  readonly renewBeforeDays: number;
  /** A higher number replaces key and certificate. */
  readonly generation: number;
}

/** A cluster that is in no mesh. */
export interface StandalonePlan {
  readonly name: string;
  readonly network: string;
}

/** The answer to every structural question about a configuration. Sorted by name, so that order in YAML changes nothing. */
export interface Plan {
  readonly meshes: readonly MeshPlan[];
  /** The clusters that are in a mesh. */
  readonly clusters: readonly ClusterPlan[];
  /** The declared services. */
  readonly services: readonly ServicePlan[];
  /** The gateways by which requests from outside enter meshes. */
  readonly ingressGateways: readonly IngressGatewayPlan[];
  /** The clusters that are in none. */
  readonly standalone: readonly StandalonePlan[];
  /** Who trusts whom among meshes, and which services appear where. */
  readonly federations: readonly FederationPlan[];
}

/** Plans a spec that has passed the rules. */
export function plan(spec: Spec): Plan {
  return {
    meshes: byName(spec.meshes).map(([name, mesh]) => ({
      name,
      meshId: mesh.meshId ?? name,
      trustDomain: mesh.trustDomain,
      mtls: mesh.mtls,
      dns: mesh.dns,
      roots: byName(mesh.roots).map(([root, { generate }]) => ({ name: root, ...generate })),
      signer: signerOf(mesh),
      trusts: trustedMeshes(name, spec),
      intermediates: mesh.intermediates,
    })),
    clusters: byName(meshedClusters(spec)).map(([name, cluster]: [string, MeshedClusterSpec]) =>
      planCluster(name, cluster, spec),
    ),
    services: byName(spec.services).map(([key, service]) => planService(key, service, spec)),
    ingressGateways: byName(spec.ingressGateways).map(([key, gateway]) => planIngressGateway(key, gateway, spec)),
    standalone: byName(spec.clusters).flatMap(([name, { network, role }]) =>
      role === 'standalone' ? [{ name, network }] : [],
    ),
    federations: planFederations(spec),
  };
}

/** The rules have made sure that it is among the roots (model/rules/trust.ts). */
function signerOf({ roots, signer }: MeshSpec): string {
  return signer ?? Object.keys(roots)[0] ?? '';
}
