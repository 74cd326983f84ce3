import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { accessOf, type ClusterAccess, type NoAccess } from '../spec/kubeconfig';
import { configPath, type Problem } from '../spec/problem';
import type { ClusterSpec, Spec } from '../spec/schema/config';
import { shown } from '../spec/shown';

/** Access to every cluster whose kubeconfig is in order, and a problem for each of the others. */
export interface Accesses {
  readonly accesses: Readonly<Record<string, ClusterAccess>>;
  readonly problems: readonly Problem[];
}

/** Finds each cluster's kubeconfig: in the secret config, in the file that the cluster names, or where kubectl would look. */
export function clusterAccesses(spec: Spec, environment: NodeJS.ProcessEnv): Accesses {
  const accesses: Record<string, ClusterAccess> = {};
  const problems: Problem[] = strangers(spec);
  for (const [name, cluster] of Object.entries(spec.clusters)) {
    const access = accessTo(name, cluster, spec.kubeconfigs[name], environment);
    if ('found' in access) problems.push(access);
    else accesses[name] = access;
  }
  return { accesses, problems };
}

function strangers(spec: Spec): Problem[] {
  return Object.keys(spec.kubeconfigs)
    .filter((name) => spec.clusters[name] === undefined)
    .map((name) => ({
      path: configPath('kubeconfigs', name),
      found: `a kubeconfig for "${name}", which is no cluster of this configuration`,
      expected: `one of ${Object.keys(spec.clusters).join(', ')}`,
    }));
}

function accessTo(
  name: string,
  cluster: ClusterSpec,
  secret: string | undefined,
  environment: NodeJS.ProcessEnv,
): ClusterAccess | Problem {
  if (cluster.kubeconfig === undefined && secret !== undefined) {
    return orProblem(accessOf(secret, undefined, undefined), configPath('kubeconfigs', name));
  }
  if (cluster.kubeconfig !== undefined && secret !== undefined) {
    return {
      path: configPath('clusters', name, 'kubeconfig'),
      found: 'a kubeconfig here and one in meshwork:kubeconfigs',
      expected: 'one of the two',
    };
  }
  const { path, context } = cluster.kubeconfig ?? {};
  const files = path === undefined ? defaultFiles(environment) : [expandHome(path)];
  return fromFiles(files, context, configPath('clusters', name, 'kubeconfig'), path === undefined ? '' : '.path');
}

/** Of several files, the first that has the context wins, as in kubectl. */
function fromFiles(
  files: readonly string[],
  context: string | undefined,
  where: string,
  key: string,
): ClusterAccess | Problem {
  const refusals: NoAccess[] = [];
  for (const file of files) {
    const text = read(file);
    if (text === undefined) continue;
    const access = accessOf(text, context, dirname(resolve(file)));
    if ('kubeconfig' in access) return access;
    refusals.push({ found: `${access.found} in ${shown(file)}`, expected: access.expected });
  }
  const refusal = refusals[0];
  if (refusal !== undefined) return { path: `${where}.context`, ...refusal };
  return {
    path: `${where}${key}`,
    found: `no file at ${files.map(shown).join(', ')}`,
    expected: 'a readable kubeconfig file',
  };
}

function orProblem(access: ClusterAccess | NoAccess, path: string): ClusterAccess | Problem {
  return 'kubeconfig' in access ? access : { path, ...access };
}

function defaultFiles(environment: NodeJS.ProcessEnv): string[] {
  const named = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  return named.length > 0 ? named : [join(homedir(), '.kube', 'config')];
}

function expandHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
