import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { accessOf, type ClusterAccess, isSameAccess, type NoAccess } from '../model/kubeconfig/kubeconfig';
import { readKubeconfig } from '../model/kubeconfig/kubeconfig-text';
import { isMalformed, malformedNames } from '../model/problems/malformed';
import { configPath, type Problem } from '../model/problems/problem';
import type { ClusterSpec, Spec } from '../model/schema/config';
import { shown } from '../model/problems/shown';

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
    // Its only kubeconfig may be the malformed one.
    if (cluster.kubeconfig === undefined && isMalformed(spec, 'kubeconfigs', name)) continue;
    const access = accessTo(name, cluster, spec.kubeconfigs[name], environment);
    if ('found' in access) problems.push(access);
    else accesses[name] = access;
  }
  return { accesses, problems: [...problems, ...twins(accesses, spec)] };
}

/** Clusters that reach the same API server as the same user as another one: it would refuse the second one's objects, in the middle of an `up`. */
function twins(accesses: Readonly<Record<string, ClusterAccess>>, spec: Spec): Problem[] {
  const entries = Object.entries(accesses);
  return entries.flatMap(([name, access], index) => {
    const twin = entries.slice(0, index).find(([, other]) => isSameAccess(access, other));
    if (twin === undefined) return [];
    return [
      {
        path: spec.kubeconfigs[name] === undefined ? kubeconfigOf(name) : configPath('kubeconfigs', name),
        found: `the API server and user of cluster ${twin[0]}, ${access.server}`,
        expected: 'a cluster of its own',
      },
    ];
  });
}

function kubeconfigOf(cluster: string): string {
  return configPath('clusters', cluster, 'kubeconfig');
}

function strangers(spec: Spec): Problem[] {
  return Object.keys(spec.kubeconfigs)
    .filter((name) => spec.clusters[name] === undefined && !isMalformed(spec, 'clusters', name))
    .map((name) => ({
      path: configPath('kubeconfigs', name),
      found: `a kubeconfig for "${name}", which is no cluster of this configuration`,
      expected: `one of ${[...Object.keys(spec.clusters), ...malformedNames(spec, 'clusters')].join(', ')}`,
    }));
}

function accessTo(
  name: string,
  cluster: ClusterSpec,
  secret: string | undefined,
  environment: NodeJS.ProcessEnv,
): ClusterAccess | Problem {
  const where = kubeconfigOf(name);
  if (cluster.kubeconfig === undefined) {
    if (secret !== undefined)
      return orProblem(accessOf([{ text: secret }], undefined, read), configPath('kubeconfigs', name));
    return {
      path: where,
      found: `nothing, and nothing at ${configPath('kubeconfigs', name)}`,
      expected: 'the context of a kubeconfig file here, or a kubeconfig there',
    };
  }
  if (secret !== undefined)
    return { path: where, found: 'a kubeconfig here and one in meshwork:kubeconfigs', expected: 'one of the two' };
  const { path, context } = cluster.kubeconfig;
  const files = path === undefined ? defaultFiles(environment) : [expandHome(path)];
  return fromFiles(files, context, where, path === undefined ? '' : '.path');
}

/** Several files are one kubeconfig, as in kubectl: those that are not there do not count. */
function fromFiles(
  files: readonly string[],
  context: string | undefined,
  where: string,
  key: string,
): ClusterAccess | Problem {
  const found = files.flatMap((file) => {
    const text = read(file);
    return text === undefined ? [] : [{ file, text, directory: dirname(resolve(file)) }];
  });
  if (found.length === 0)
    return {
      path: `${where}${key}`,
      found: `no file at ${files.map(shown).join(', ')}`,
      expected: 'a readable kubeconfig file',
    };
  // A file that is no kubeconfig is told by its name.
  const broken = found.find(({ text }) => readKubeconfig(text) === undefined);
  const among = broken === undefined ? found : [broken];
  const access = accessOf(among, context, read);
  if ('kubeconfig' in access) return access;
  return {
    path: `${where}.context`,
    found: `${access.found} in ${among.map(({ file }) => shown(file)).join(', ')}`,
    expected: access.expected,
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

/** The text of a file. Windows' PowerShell writes UTF-16, which kubectl reads as well. */
function read(file: string): string | undefined {
  try {
    const bytes = readFileSync(file);
    const [first, second] = bytes;
    if (first === 0xff && second === 0xfe) return bytes.subarray(2).toString('utf16le');
    if (first === 0xfe && second === 0xff) return Buffer.from(bytes.subarray(2)).swap16().toString('utf16le');
    return bytes.toString('utf8');
  } catch {
    return undefined;
  }
}
