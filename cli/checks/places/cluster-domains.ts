import { clusterLists } from '../../../config/cluster-api';
import { nodesWithDomain } from '../../../config/cluster-domain';
import { CLUSTER_DOMAIN } from '../../../model/names/service';
import type { FoundNode } from '../../../model/precheck/found-object';
import { orAborted } from '../../kubernetes/until';
import type { ClusterPlace } from '../../workloads/cluster-place';
import type { MeshCheck } from '../check';

/** The domain of a cluster. */
export interface ClusterDomainResult {
  readonly mesh: string;
  readonly cluster: string;
  /** Null where it could not be read. */
  readonly domain: string | null;
}

/** The domain in which each cluster's DNS has the names of services (issue 14, "Clusters as they are"). */
export const clusterDomainsCheck: MeshCheck<'clusterDomains', ClusterDomainResult> = {
  id: 'MW002',
  title: `Names of services end in ${CLUSTER_DOMAIN} in every cluster`,
  anchor: 'mw002',
  key: 'clusterDomains',
  noun: 'cluster domain',
  advice: 'Take the cluster out of the mesh (`role: standalone`), or make it anew with the usual domain.',
  needs: 'istiods',
  late: 'not told',
  showsTraffic: false,
  ask: ({ clusters, mesh }, signal) => Promise.all(clusters.map((place) => askCluster(place, mesh.name, signal))),
  judge: ({ domain }) => {
    if (domain === null) return 'skip';
    return domain === CLUSTER_DOMAIN ? 'pass' : 'fail';
  },
  line: ({ cluster, domain }) => `domain of ${cluster}: ${domain ?? 'not told to this user'}`,
  problems: ({ domain }) =>
    domain === null || domain === CLUSTER_DOMAIN
      ? []
      : [`gateways, imports and proxies ask for names that end in ${CLUSTER_DOMAIN}, which its DNS does not have`],
};

async function askCluster(place: ClusterPlace, mesh: string, signal: AbortSignal): Promise<ClusterDomainResult> {
  const { name: cluster, problem, subject } = place;
  const nodes = problem === undefined ? await nodesOf(subject.kubeconfig, signal) : undefined;
  return { mesh, cluster, domain: nodes?.[0]?.clusterDomain ?? null };
}

/** A node of a cluster; undefined where nothing was told in time, which other checks fail for. */
async function nodesOf(kubeconfig: string, signal: AbortSignal): Promise<FoundNode[] | undefined> {
  try {
    return await orAborted(nodesWithDomain(await clusterLists(kubeconfig)), signal);
  } catch {
    return undefined;
  }
}
