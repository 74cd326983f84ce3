import type * as pulumi from '@pulumi/pulumi';

/** Version of this contract. It rises when something is taken away or changes its meaning; additions keep it. */
export const SCHEMA_VERSION = 1;

/** Whether outputs that say a schema version were made by this contract, or by an older or newer one; `none` if what they say is no number. */
export function ageOf(schemaVersion: unknown): 'older' | 'current' | 'newer' | 'none' {
  if (typeof schemaVersion !== 'number') return 'none';
  if (schemaVersion === SCHEMA_VERSION) return 'current';
  return schemaVersion < SCHEMA_VERSION ? 'older' : 'newer';
}

/** What a stack says about itself to other stacks and to people. It holds no key, token or kubeconfig. */
export interface MeshworkOutputs {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** Meshes by name. */
  readonly meshes: Readonly<Record<string, MeshOutput>>;
  /** Clusters of meshes, by name. Clusters in no mesh are not among them, because the stack knows nothing of them that others need. */
  readonly clusters: Readonly<Record<string, ClusterOutput>>;
  /** Services that clusters outside their mesh use, by key. */
  readonly services: Readonly<Record<string, ServiceOutput>>;
  /** Ingress gateways by key. */
  readonly ingressGateways: Readonly<Record<string, IngressGatewayOutput>>;
  /** Federations by name. */
  readonly federations: Readonly<Record<string, FederationOutput>>;
  /** Groups of machines outside Kubernetes, by key. */
  readonly workloadGroups: Readonly<Record<string, WorkloadGroupOutput>>;
}

/** The outputs while a program runs: of the meshwork program that makes them, and of another that reads them. */
export type StackOutputs = { readonly [K in keyof MeshworkOutputs]: pulumi.Output<MeshworkOutputs[K]> };

/** A service that clusters outside its mesh use. */
export interface ServiceOutput {
  /** Host name in the clusters that use it. */
  readonly host: string;
  /** IP addresses or host names under which it is open, by the cluster that runs it. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
}

/** Machines outside Kubernetes that do the same work under one identity. */
export interface WorkloadGroupOutput {
  readonly mesh: string;
  /** Its home cluster. */
  readonly cluster: string;
  readonly network: string;
  /** The SPIFFE identity of its machines. */
  readonly identity: string;
  /** The mesh without clusters whose root signs the certificates that its machines show in calls; null if their istiod does. */
  readonly authority: string | null;
  /** Machines by name. */
  readonly machines: Readonly<Record<string, MachineOutput>>;
}

/** A machine outside Kubernetes. */
export interface MachineOutput {
  /** The IP address under which its service is reached. */
  readonly address: string;
  /** Whether it is deployed to. */
  readonly state: 'active' | 'offline';
  /** When the certificate ends by which it proves to istiod who it is, RFC 3339. `pulumi up` renews it before. Null where a token does. */
  readonly certificateExpiry: string | null;
  /** When the certificate ends that it shows in calls, RFC 3339; null without an authority of its own, when istiod issues one each day. */
  readonly ownCertificateExpiry: string | null;
}

/** An ingress gateway. */
export interface IngressGatewayOutput {
  /** The cluster that it stands in; of several, the first by name. */
  readonly cluster: string;
  /** IP addresses of its load balancers in all of its clusters, or host names where they yield those. */
  readonly addresses: readonly string[];
  /** Where it is reached in each of its clusters. */
  readonly clusters: Readonly<Record<string, IngressPlaceOutput>>;
  /** Port on which it takes requests by HTTP. */
  readonly port: number;
  /** The ports by which it is reached, by name: `http`, `https` if it ends TLS on port 443, `tls-8443` for TLS on port 8443, and others by their names in config. Ports of nodes may differ by cluster: these are those of `cluster`. */
  readonly ports: Readonly<Record<string, number>>;
  /** Certificates of its servers that end TLS, by server. */
  readonly certificates: Readonly<Record<string, IngressCertificateOutput>>;
}

/** Where an ingress gateway is reached in one of its clusters. */
export interface IngressPlaceOutput {
  /** IP addresses of its load balancer, or host names where it yields those. */
  readonly addresses: readonly string[];
  /** The ports by which it is reached there, by name. */
  readonly ports: Readonly<Record<string, number>>;
}

/** The certificate of a server of an ingress gateway. */
export interface IngressCertificateOutput {
  /** When it ends, RFC 3339; null for one in a Secret that is not the stack's. */
  readonly expiry: string | null;
  /** The authority that the stack made for it, PEM, for clients that try it; null for a certificate that the stack did not make. */
  readonly authority: string | null;
}

/** One mesh. */
export interface MeshOutput {
  readonly meshId: string;
  readonly trustDomain: string;
  /** Certificate of the root that signs its intermediates, PEM. A mesh that trusts several has the others in its trust bundle alone. */
  readonly rootCertificate: string;
  /** When that certificate ends, RFC 3339. */
  readonly rootExpiry: string;
}

/** One cluster. */
export interface ClusterOutput {
  /** The ID that Istio knows it by. */
  readonly clusterId: string;
  readonly mesh: string;
  readonly network: string;
  readonly role: 'primary' | 'remote';
  /** Whether it is deployed to. All else about an offline one is what was known when it was deployed to last. */
  readonly state: 'active' | 'offline';
  /** Control planes by revision. */
  readonly controlPlanes: Readonly<Record<string, ControlPlaneOutput>>;
  /** When the intermediate of its istiod ends, RFC 3339; null for a remote, which has none. */
  readonly intermediateExpiry: string | null;
  /** Its east-west gateway; null if it has none. */
  readonly eastWestGateway: GatewayOutput | null;
}

/** A control plane of a cluster. */
export interface ControlPlaneOutput {
  /** The cluster whose istiod it is. */
  readonly servedBy: string;
  /** Host name by which proxies in the cluster reach it. */
  readonly host: string;
}

/** An east-west gateway. */
export interface GatewayOutput {
  /**
   * IP addresses or host names by which other networks reach it: the static one of config, else those of its load balancer. Empty for ports of
   * nodes, whose external addresses count.
   */
  readonly addresses: readonly string[];
  /** The ports to dial there: services of the mesh, istiod, and istiod's webhooks. */
  readonly ports: { readonly tls: number; readonly istiod: number; readonly webhook: number };
}

/** Two meshes, whether they trust each other, and which services of one appear in the other. */
export interface FederationOutput {
  readonly meshes: readonly [string, string];
  readonly trust: 'exchanged' | 'withdrawn';
  /** Sorted by service. */
  readonly imports: readonly ImportOutput[];
}

/** A service of one mesh that appears in another. */
export interface ImportOutput {
  /** Its key in `meshwork:services`. */
  readonly service: string;
  /** The mesh that exports it. */
  readonly from: string;
  /** The mesh that it appears in. */
  readonly to: string;
  /** Host name by which workloads of the importing mesh call it. */
  readonly host: string;
  /** Its ports, by name. */
  readonly ports: Readonly<Record<string, number>>;
}
