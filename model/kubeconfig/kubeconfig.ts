import { parse, stringify } from 'yaml';
import { type Entry, relativeFiles } from './kubeconfig-files';
import { type Kubeconfig, merged, readKubeconfig, withAbsolutePaths } from './kubeconfig-text';
import { describedCluster, type KubeconfigCluster } from './kubeconfig-cluster';
import { shown } from '../problems/shown';

/** One context of a kubeconfig: it is enough for a provider to reach the cluster, and for a remote secret to describe it. */
export interface ClusterAccess {
  /** A kubeconfig with this context alone. It holds credentials. */
  readonly kubeconfig: string;
  /** Address of the API server. */
  readonly server: string;
  /** The cluster as the kubeconfig describes it. May hold the password of a proxy. */
  readonly cluster: KubeconfigCluster;
}

/** Why a kubeconfig gives no access. */
export interface NoAccess {
  /** The present value, without secrets. */
  readonly found: string;
  /** The values that are accepted. */
  readonly expected: string;
}

/** A text that may be a kubeconfig. */
export interface KubeconfigText {
  readonly text: string;
  /** The directory that the files named in it are relative to. Default: none, it lies in no file. */
  readonly directory?: string;
}

/**
 * Takes one context out of kubeconfigs. Only that context goes on: a provider's input lands in the state, and credentials of other clusters have no
 * business there.
 *
 * @param texts Of entries with one name the first counts, and a context may lie in another text than its cluster or user, as in kubectl.
 * @param contextName Default: the current context of a text that lies in no file; of files, only if they have no other.
 * @param read Reads a file that the context names.
 */
export function accessOf(
  texts: readonly KubeconfigText[],
  contextName: string | undefined,
  read: (file: string) => string | undefined,
): ClusterAccess | NoAccess {
  const kubeconfigs: Kubeconfig[] = [];
  for (const { directory, text } of texts) {
    const one = readKubeconfig(text);
    if (one === undefined) return { found: 'a text that is no kubeconfig', expected: 'a kubeconfig in YAML or JSON' };
    kubeconfigs.push(directory === undefined ? one : withAbsolutePaths(one, directory));
  }
  const inFile = texts.every(({ directory }) => directory !== undefined);
  const config = merged(kubeconfigs);
  const wanted = wantedContext(config, contextName, inFile);
  if (typeof wanted !== 'string') return wanted;
  const context = config.contexts.get(wanted) ?? {};
  const cluster = typeof context.cluster === 'string' ? config.clusters.get(context.cluster) : undefined;
  const user = typeof context.user === 'string' ? config.users.get(context.user) : undefined;
  if (cluster === undefined || user === undefined) {
    return {
      found: `a context ${shown(wanted)} that names a cluster or user which is not there`,
      expected: 'a whole context',
    };
  }
  const relative = [...relativeFiles(cluster), ...relativeFiles(user)];
  if (relative.length > 0)
    return {
      found: `relative paths at ${relative.join(', ')}, and no file that they are relative to`,
      expected: 'the data themselves (`kubectl config view --flatten` puts them in), or absolute paths',
    };
  const described = describedCluster(cluster, read);
  if ('found' in described) return described;
  const reduced = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': wanted,
    // One order of fields, whoever wrote the file: another text would be a change of the provider.
    clusters: [{ name: context.cluster, cluster: { server: cluster['server'], ...cluster } }],
    contexts: [{ name: wanted, context: { cluster: context.cluster, user: context.user, ...context } }],
    users: [{ name: context.user, user }],
  };
  // YAML 1.1 is what the provider reads, like kubectl: there a text such as `on` needs quotes.
  const kubeconfig = stringify(reduced, { version: '1.1', aliasDuplicateObjects: false });
  return { kubeconfig, server: described.server, cluster: described };
}

function wantedContext(
  { contexts, currentContext }: Kubeconfig,
  named: string | undefined,
  inFile: boolean,
): string | NoAccess {
  const names = [...contexts.keys()].sort();
  // kubectl changes the current context of a file, and the next `up` would go to another cluster.
  if (named === undefined && inFile && names.length > 1)
    return { found: 'no context named, and several', expected: `one of ${names.join(', ')}` };
  const isOnly = names.length === 1 && (inFile || currentContext === '');
  const wanted = named ?? (isOnly ? names[0] : currentContext);
  if (wanted === undefined || wanted === '')
    return { found: 'no current context', expected: `a context, one of ${names.join(', ')}` };
  if (contexts.has(wanted)) return wanted;
  return {
    found: `no context ${shown(wanted)}`,
    expected: `a context, one of ${names.join(', ') || '(the file has none)'}`,
  };
}

/** Whether two kubeconfigs lead to one API server as one user, under any names. The address alone does not tell: a proxy may stand before many servers. */
export function isSameAccess(one: ClusterAccess, other: ClusterAccess): boolean {
  return one.server === other.server && substance(one) === substance(other);
}

function substance({ kubeconfig }: ClusterAccess): string {
  const { clusters, users } = parse(kubeconfig) as { clusters: { cluster: Entry }[]; users: { user: Entry }[] };
  return stringify([clusters[0]?.cluster, users[0]?.user], { sortMapEntries: true });
}
