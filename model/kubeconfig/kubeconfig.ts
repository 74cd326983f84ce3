import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { type Entry, relativeFiles, withAbsoluteFiles } from './kubeconfig-files';
import { hasCredentials } from '../schema/url';
import { shown } from '../problems/shown';

/** One context of a kubeconfig: it is enough for a provider to reach the cluster, and for a remote secret to describe it. */
export interface ClusterAccess {
  /** A kubeconfig with this context alone. It holds credentials. */
  readonly kubeconfig: string;
  /** Address of the API server. */
  readonly server: string;
}

/** Why a kubeconfig gives no access. */
export interface NoAccess {
  /** The present value, without secrets. */
  readonly found: string;
  /** The values that are accepted. */
  readonly expected: string;
}

const named = <T extends z.ZodType>(key: string, value: T) => z.array(z.object({ name: z.string(), [key]: value }));
const kubeconfigFile = z.object({
  'current-context': z.string().optional(),
  clusters: named('cluster', z.looseObject({ server: z.string() })).optional(),
  contexts: named('context', z.looseObject({ cluster: z.string(), user: z.string() })).optional(),
  users: named('user', z.looseObject({})).optional(),
});

/**
 * Takes one context out of the text of a kubeconfig. Only that context goes on: a provider's input lands in the state, and
 * credentials of other clusters have no business there.
 *
 * @param contextName Default: the current context of the text; of a file, only if it has no other.
 * @param directory Where the text lies, if it is in a file: files that it names are relative to it. Without it, there can be none.
 */
export function accessOf(
  text: string,
  contextName: string | undefined,
  directory: string | undefined,
): ClusterAccess | NoAccess {
  const file = readKubeconfig(text);
  if (file === undefined) return { found: 'a text that is no kubeconfig', expected: 'a kubeconfig in YAML or JSON' };
  const contexts = (file.contexts ?? []) as { name: string; context: { cluster: string; user: string } }[];
  const names = contexts.map(({ name }) => name).sort();
  // kubectl changes the current context of a file, and the next `up` would go to another cluster.
  if (contextName === undefined && directory !== undefined && contexts.length > 1)
    return { found: 'no context named, and several', expected: `one of ${names.join(', ')}` };
  const wanted = contextName ?? file['current-context'];
  if (wanted === undefined || wanted === '')
    return { found: 'no current context', expected: `a context, one of ${names.join(', ')}` };
  const context = contexts.find(({ name }) => name === wanted);
  if (context === undefined)
    return {
      found: `no context ${shown(wanted)}`,
      expected: `a context, one of ${names.join(', ') || '(the file has none)'}`,
    };
  const cluster = ((file.clusters ?? []) as { name: string; cluster: Entry & { server: string } }[]).find(
    ({ name }) => name === context.context.cluster,
  );
  const user = ((file.users ?? []) as { name: string; user: Entry }[]).find(
    ({ name }) => name === context.context.user,
  );
  if (cluster === undefined || user === undefined) {
    return {
      found: `a context ${shown(wanted)} that names a cluster or user which is not there`,
      expected: 'a whole context',
    };
  }
  const { server } = cluster.cluster;
  if (!isApiServer(server))
    return {
      found: server.includes('@')
        ? 'a server with a user name or password in its address'
        : `the server ${shown(server)}`,
      expected: 'an https address, such as https://192.0.2.1:6443',
    };
  const relative = [...relativeFiles(cluster.cluster), ...relativeFiles(user.user)];
  if (directory === undefined && relative.length > 0)
    return {
      found: `relative paths at ${relative.join(', ')}, and no file that they are relative to`,
      expected: 'the data themselves (`kubectl config view --flatten` puts them in), or absolute paths',
    };
  const reduced = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': wanted,
    clusters: [{ ...cluster, cluster: withAbsoluteFiles(cluster.cluster, directory ?? '') }],
    contexts: [context],
    users: [{ ...user, user: withAbsoluteFiles(user.user, directory ?? '') }],
  };
  return { kubeconfig: stringify(reduced), server };
}

/** Whether two kubeconfigs lead to one API server as one user, under any names. The address alone does not tell: a proxy may stand before many servers. */
export function isSameAccess(one: ClusterAccess, other: ClusterAccess): boolean {
  return one.server === other.server && substance(one) === substance(other);
}

function substance({ kubeconfig }: ClusterAccess): string {
  const { clusters, users } = parse(kubeconfig) as { clusters: { cluster: Entry }[]; users: { user: Entry }[] };
  return stringify([clusters[0]?.cluster, users[0]?.user], { sortMapEntries: true });
}

/**
 * Whether an address can only be reached from the machine itself. The unspecified address counts: a machine that dials it dials itself.
 *
 * @param server An https address.
 */
export function isLoopback(server: string): boolean {
  const { hostname } = new URL(server);
  return (
    ['localhost', '[::1]', '0.0.0.0', '[::]'].includes(hostname) ||
    hostname.endsWith('.localhost') ||
    hostname.startsWith('127.')
  );
}

/** Credentials in an address would be shown wherever the address is. */
function isApiServer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  return new URL(text).protocol === 'https:' && !hasCredentials(text);
}

function readKubeconfig(text: string): z.infer<typeof kubeconfigFile> | undefined {
  try {
    const result = kubeconfigFile.safeParse(parse(text));
    return result.success ? result.data : undefined;
  } catch {
    // The parser's message may quote the text, credentials included.
    return undefined;
  }
}
