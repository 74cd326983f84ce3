/** Version of the JSON document. It rises when something is taken away or changes its meaning; additions keep it. */
export const REPORT_SCHEMA_VERSION = 1;

/** What verify found: the JSON document of `--json`, and what the text shows. It holds no secret. */
export interface Report {
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION;
  readonly stack: string;
  /** Whether every check passed and everything was removed again. */
  readonly ok: boolean;
  /** How long all of it took, in seconds. */
  readonly seconds: number;
  readonly meshes: readonly MeshSummary[];
  /** One entry for each source and destination cluster of each mesh, a cluster to itself included. */
  readonly pairs: readonly PairResult[];
  /** One entry for the client and one for the server of each cluster. */
  readonly certificates: readonly CertificateResult[];
  /** One entry per cluster: a call in plaintext, from outside the mesh to its server. */
  readonly plaintext: readonly PlaintextResult[];
  /** One entry for each pod of each istiod. */
  readonly controlPlanes: readonly ControlPlaneResult[];
  /** One entry for each port of each service that clusters outside its mesh use, in each of them. */
  readonly services: readonly ServiceResult[];
  /** One entry for each port of each service that a mesh imports from another, in each of its clusters. */
  readonly imports: readonly ImportResult[];
  /** One entry for each host name by which requests from outside enter a mesh. */
  readonly ingressRoutes: readonly IngressRouteResult[];
  /** What kept a cluster from being checked, or from being cleaned up. */
  readonly clusterProblems: readonly ClusterProblem[];
  /** What an operator would look at, for each failure. */
  readonly diagnosis: readonly Diagnosis[];
}

/** A mesh as far as the matrix needs it. */
export interface MeshSummary {
  readonly name: string;
  readonly trustDomain: string;
  readonly mtls: 'strict' | 'permissive';
  readonly clusters: readonly { readonly name: string; readonly network: string; readonly version: string }[];
}

/** Calls from one cluster to the server in another. */
export interface PairResult {
  readonly mesh: string;
  readonly source: string;
  readonly destination: string;
  /** Version label of the destination's server. */
  readonly version: string;
  readonly ok: boolean;
  /** How many calls that server answered. */
  readonly answers: number;
  /** Median of the calls' durations as the client saw them, each over a connection of its own, in milliseconds. */
  readonly latencyMs: number | null;
  /** SPIFFE identity of the caller, as the server saw it. */
  readonly sourceIdentity: string | null;
  /** SPIFFE identity of the server. */
  readonly destinationIdentity: string | null;
  /** The way that the calls took. */
  readonly route: Route | null;
  readonly problems: readonly string[];
}

/** The way from a client's proxy to a server. */
export interface Route {
  readonly kind: 'direct' | 'gateway';
  /** Where the client's proxy connects to: the server's pod, or east-west gateways. */
  readonly addresses: readonly string[];
  /** Requests that the client's proxy sent there. */
  readonly requests: number;
}

/** The certificate of one workload, and the chain behind it. */
export interface CertificateResult {
  readonly mesh: string;
  readonly cluster: string;
  readonly workload: 'client' | 'server';
  readonly ok: boolean;
  readonly identity: string | null;
  /** Subject of the intermediate that signed it. */
  readonly intermediate: string | null;
  /** The cluster whose istiod signs with that intermediate. */
  readonly signedBy: string;
  /** When the workload's certificate ends, RFC 3339. */
  readonly expires: string | null;
  readonly problems: readonly string[];
}

/** A call in plaintext. */
export interface PlaintextResult {
  readonly mesh: string;
  readonly cluster: string;
  readonly ok: boolean;
  /** `unclear`: there was an answer or an error that says neither. */
  readonly outcome: 'refused' | 'allowed by config' | 'allowed against config' | 'unclear';
  readonly detail: string;
}

/** What one istiod knows. */
export interface ControlPlaneResult {
  readonly mesh: string;
  readonly cluster: string;
  /** Pod of istiod; null if there is none. */
  readonly pod: string | null;
  readonly ok: boolean;
  readonly clusters: readonly { readonly id: string; readonly status: string }[];
  readonly gateways: readonly { readonly network: string; readonly address: string; readonly port: number }[];
  readonly problems: readonly string[];
}

/** A service, as it answers in a cluster that uses it. */
export interface ServiceResult {
  /** Its key in the config. */
  readonly service: string;
  /** The cluster that uses it, where a pod outside of meshes asked for it. */
  readonly consumer: string;
  readonly host: string;
  readonly port: number;
  /** What it is opened by. */
  readonly by: 'loadBalancer' | 'ingress';
  readonly ok: boolean;
  readonly outcome: 'answered' | 'silent' | 'not asked';
  /** The first line of the answer, or why there is none. */
  readonly detail: string;
}

/** The ends of a call between proxies, if the service tells whom its proxy saw. */
export interface SeenIdentities {
  /** SPIFFE identity of the caller. */
  readonly sourceIdentity: string | null;
  /** SPIFFE identity of the service. */
  readonly destinationIdentity: string | null;
}

/** A service of another mesh, called by a workload of the mesh that imports it. */
export interface ImportResult extends SeenIdentities {
  /** The federation's name in the config. */
  readonly federation: string;
  /** What was deployed: whether the two meshes trust each other. Where they do not, calls have to be refused. */
  readonly trust: 'exchanged' | 'withdrawn';
  /** Key of the service in the config. */
  readonly service: string;
  /** The mesh that exports it. */
  readonly from: string;
  /** The mesh that imports it. */
  readonly to: string;
  /** The cluster of the importing mesh whose client called. */
  readonly consumer: string;
  readonly host: string;
  readonly port: number;
  readonly ok: boolean;
  /**
   * `denied`: the service's proxy accepted the connection, and a policy lets the caller in no further. `refused`: the call failed, and the
   * client's proxy does not trust the root of the exporting mesh. `silent`: anything else without an answer.
   */
  readonly outcome: 'answered' | 'denied' | 'refused' | 'silent' | 'not asked';
  /** The first line of the answer, or why there is none. */
  readonly detail: string;
}

/** A host name at an ingress gateway, asked for in a pod of the gateway: the way from outside to there is not part of it. */
export interface IngressRouteResult extends SeenIdentities {
  /** The gateway's name in the config. */
  readonly gateway: string;
  /** The cluster that it stands in. */
  readonly cluster: string;
  /** Name of the route in the config. */
  readonly route: string;
  readonly host: string;
  /** Where requests from outside reach the gateway. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly ok: boolean;
  /** `denied`: the service's proxy answered that a policy does not let the gateway in. */
  readonly outcome: 'answered' | 'denied' | 'silent' | 'not asked';
  /** The first line of the answer, or why there is none. */
  readonly detail: string;
}

/** Something that concerns a whole cluster. */
export interface ClusterProblem {
  readonly cluster: string;
  readonly message: string;
}

/** Findings about one failure. */
export interface Diagnosis {
  readonly failure: string;
  readonly findings: readonly string[];
}

/** The parts of a report that decide whether it passes. */
export type Checks = Pick<
  Report,
  | 'pairs'
  | 'certificates'
  | 'plaintext'
  | 'controlPlanes'
  | 'services'
  | 'imports'
  | 'ingressRoutes'
  | 'clusterProblems'
>;

/** Whether every check passed. A report without an answer proves nothing. */
export function passed(checks: Checks): boolean {
  const { certificates, clusterProblems, controlPlanes, imports, ingressRoutes, pairs, plaintext, services } = checks;
  const asked = pairs.length > 0 || services.some(({ outcome }) => outcome !== 'not asked');
  const results = [pairs, certificates, plaintext, controlPlanes, services, imports, ingressRoutes];
  return asked && clusterProblems.length === 0 && results.flat().every(({ ok }) => ok);
}
