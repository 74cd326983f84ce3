import { serviceHost } from '../names/service';
import { spiffeId } from '../names/spiffe-id';
import type { Mesh } from '../topology/meshes';
import { serviceAccountOf, type WorkloadGroup } from '../topology/machines';

/** How clients call the service of a workload group, where that differs from Istio's own ways. */
export interface ClientPolicyPlan {
  /** Host name of the service, as Istio knows it. */
  readonly host: string;
  /** Identities that clients accept, and no other. Undefined: those that Istio knows from the entries of the machines. */
  readonly identities: readonly string[] | undefined;
  /** How long clients wait for a connection, such as `1s`. Undefined: as long as Istio has it. */
  readonly connectTimeout: string | undefined;
  /** When clients pass a machine over, in the words of Istio's DestinationRule. Undefined: never. */
  readonly outlierDetection: OutlierDetectionPlan | undefined;
  /** The clusters whose istiods tell clients: the primaries of the mesh. */
  readonly toldIn: readonly string[];
}

/** Istio's outlier detection; times are durations such as `30s`. */
export interface OutlierDetectionPlan {
  readonly consecutive5xxErrors: number;
  readonly interval: string;
  readonly baseEjectionTime: string;
  readonly maxEjectionPercent: number;
}

/** All endpoints may be passed over: Istio's default is a tenth, which would never be one of two. */
const MAX_EJECTION_PERCENT = 100;

/** Plans how clients call the service of a group; undefined if there is nothing to tell them, or no service. */
export function planClientPolicy(group: WorkloadGroup): ClientPolicyPlan | undefined {
  const { authority, key, mesh, spec } = group;
  const { service } = spec;
  if (service === undefined) return undefined;
  const { connectTimeoutSeconds, outlierDetection } = service;
  if (authority === undefined && connectTimeoutSeconds === undefined && outlierDetection === undefined)
    return undefined;
  return {
    host: service.host ?? serviceHost(service.name ?? key, spec.namespace),
    identities: identitiesBehind(group, service.serviceAccounts),
    connectTimeout: connectTimeoutSeconds === undefined ? undefined : `${connectTimeoutSeconds}s`,
    outlierDetection: planOutlierDetection(outlierDetection),
    toldIn: mesh.clusters.flatMap(({ name, role }) => (role === 'primary' ? [name] : [])),
  };
}

function identitiesBehind(group: WorkloadGroup, pods: readonly string[]): string[] | undefined {
  const { authority, mesh, spec } = group;
  if (authority === undefined) return undefined;
  const ids = (of: Mesh, account: string) =>
    [of.spec.trustDomain, ...of.spec.trustDomainAliases].map((domain) => spiffeId(domain, spec.namespace, account));
  return [...ids(authority, serviceAccountOf(group)), ...[...pods].sort().flatMap((account) => ids(mesh, account))];
}

type OutlierDetection = NonNullable<NonNullable<WorkloadGroup['spec']['service']>['outlierDetection']>;

function planOutlierDetection(spec: OutlierDetection | undefined): OutlierDetectionPlan | undefined {
  if (spec === undefined) return undefined;
  return {
    consecutive5xxErrors: spec.failures,
    interval: `${spec.intervalSeconds}s`,
    baseEjectionTime: `${spec.ejectionSeconds}s`,
    maxEjectionPercent: MAX_EJECTION_PERCENT,
  };
}
