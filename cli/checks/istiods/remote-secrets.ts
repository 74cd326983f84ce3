import type { V1Secret } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { SYSTEM_NAMESPACE } from '../../../model/names/system-namespace';
import { explain } from '../../errors';
import { orAborted } from '../../kubernetes/until';
import type { ClusterPlace } from '../../workloads/cluster-place';

/** What an istiod lists and watches in every cluster: enough to tell a role that was cut from one that is whole. */
const READ: readonly { readonly group?: string; readonly resource: string }[] = [
  { resource: 'namespaces' },
  { resource: 'nodes' },
  { resource: 'pods' },
  { resource: 'services' },
  { group: 'discovery.k8s.io', resource: 'endpointslices' },
];

const MEND = '`pulumi up --refresh` makes it anew';

/** Something wrong with a remote secret. */
export interface RemoteSecretProblem {
  /** The cluster whose istiods read by it. */
  readonly cluster: string;
  readonly problem: string;
}

/**
 * Asks the API server of each cluster that istiods watch whether it still takes the token of the remote secret, and lets it read. An istiod that has
 * read a cluster before says "synced" of it for as long as it runs.
 */
export async function remoteSecretProblems(
  places: readonly ClusterPlace[],
  signal: AbortSignal,
): Promise<RemoteSecretProblem[]> {
  const watchers = places.filter(({ problem, subject }) => problem === undefined && subject.watches !== undefined);
  const found = watchers.map(async (watcher): Promise<RemoteSecretProblem[]> => {
    const watched = places.filter(
      ({ subject }) => subject !== watcher.subject && watcher.subject.watches?.includes(subject.clusterId) === true,
    );
    if (watched.length === 0) return [];
    const problems = await judgeSecrets(watcher, watched, signal).catch((error: unknown) => [
      `its remote secrets could not be read: ${explain(error)}`,
    ]);
    return problems.map((problem) => ({ cluster: watcher.name, problem }));
  });
  return (await Promise.all(found)).flat();
}

async function judgeSecrets(
  watcher: ClusterPlace,
  watched: readonly ClusterPlace[],
  signal: AbortSignal,
): Promise<string[]> {
  const { items } = await orAborted(
    watcher.client.core.listNamespacedSecret({ namespace: SYSTEM_NAMESPACE, labelSelector: 'istio/multiCluster=true' }),
    signal,
  );
  const problems = await Promise.all(watched.map((place) => orAborted(judgeSecret(place, items), signal)));
  return problems.flatMap((problem) => (problem === undefined ? [] : [problem]));
}

async function judgeSecret(
  { name, problem, subject }: ClusterPlace,
  secrets: readonly V1Secret[],
): Promise<string | undefined> {
  const secret = secrets.find(({ data }) => data?.[subject.clusterId] !== undefined);
  const title = `remote secret ${secret?.metadata?.name ?? ''} of cluster ${name}`;
  if (secret === undefined) return `there is no remote secret of cluster ${name} in ${SYSTEM_NAMESPACE}: ${MEND}`;
  if (problem !== undefined) return undefined; // it is told of the cluster itself
  const text = Buffer.from(secret.data?.[subject.clusterId] ?? '', 'base64').toString();
  try {
    const denied = await deniedReads(subject.kubeconfig, text);
    if (denied.length === 0) return undefined;
    return (
      `the account of ${title} may not list ${denied.join(', ')} there: look at the ClusterRoleBindings of ServiceAccount ` +
      `istio-reader-service-account in cluster ${name}; ${MEND}`
    );
  } catch (error) {
    if (!isUnauthorized(error)) return `${title} could not be tried: ${explain(error)}`;
    return `the API server of cluster ${name} refuses the token of ${title} (401): it was revoked or has ended; ${MEND}`;
  }
}

/** What the account of a remote secret may not list, asked by the way on which verify itself reaches the cluster. */
async function deniedReads(own: string, remote: string): Promise<string[]> {
  const kubernetes = await import('@kubernetes/client-node');
  const { AuthorizationV1Api, KubeConfig } = kubernetes;
  const [reached, secret, asked] = [new KubeConfig(), new KubeConfig(), new KubeConfig()];
  reached.loadFromString(own);
  secret.loadFromString(remote);
  const [cluster, token] = [reached.getCurrentCluster(), secret.getCurrentUser()?.token];
  if (cluster === null || token === undefined) throw new Error('its kubeconfig has no cluster or no token');
  asked.loadFromClusterAndUser(cluster, { name: 'reader', token });
  const api = asked.makeApiClient(AuthorizationV1Api);
  const answers = await Promise.all(
    READ.map(async ({ group = '', resource }) => {
      const resourceAttributes = Object.assign(new kubernetes.V1ResourceAttributes(), {
        group,
        resource,
        verb: 'list',
      });
      const spec = Object.assign(new kubernetes.V1SelfSubjectAccessReviewSpec(), { resourceAttributes });
      const body = Object.assign(new kubernetes.V1SelfSubjectAccessReview(), { spec });
      const { status } = await api.createSelfSubjectAccessReview({ body });
      return { resource, allowed: status?.allowed === true };
    }),
  );
  return answers.flatMap(({ allowed, resource }) => (allowed ? [] : [resource]));
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 401;
}
