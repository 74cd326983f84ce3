import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { type Entry, withAbsoluteFiles } from './kubeconfig-files';

/** A context of a kubeconfig. kubectl keeps contexts that lack one of the two, and refuses them when they are used. */
export interface Context extends Entry {
  readonly cluster?: unknown;
  readonly user?: unknown;
}

/** The entries of a kubeconfig, by name. */
export interface Kubeconfig {
  readonly currentContext: string;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly contexts: ReadonlyMap<string, Context>;
  readonly users: ReadonlyMap<string, Entry>;
}

/** What YAML 1.1 takes for `true` and YAML 1.2 for a text. kubectl reads YAML 1.1 (sigs.k8s.io/yaml). */
const YES = /^(y|Y|yes|Yes|YES|on|On|ON)$/;

/** The fields that are true or false. */
const FLAGS = ['insecure-skip-tls-verify', 'disable-compression'];

/** Go leaves a field that is null, or not there, at its zero value. */
const entry = z
  .looseObject({})
  .nullish()
  .transform((value): Entry => value ?? {});

/** A list of entries with names, each with its content at a key of its own. */
const named = (key: string) =>
  z
    .array(z.looseObject({ name: z.string().nullish() }))
    .nullish()
    .transform((entries, context) => {
      // The first of two entries with one name counts, as it does for entries of two files.
      const reversed = [...(entries ?? [])].reverse();
      return new Map(
        reversed.map(({ name, ...others }): [string, Entry] => {
          const { data, error } = entry.safeParse(others[key]);
          if (error !== undefined) context.addIssue({ code: 'custom', message: `no mapping at ${key}` });
          return [name ?? '', data ?? {}];
        }),
      );
    });

const kubeconfig = z
  .object({
    'current-context': z.string().nullish(),
    clusters: named('cluster'),
    contexts: named('context'),
    users: named('user'),
  })
  .transform(({ clusters, contexts, users, ...others }): Kubeconfig => {
    return { currentContext: others['current-context'] ?? '', clusters: mapped(clusters, withFlags), contexts, users };
  });

/**
 * Reads the text of a kubeconfig as kubectl does: YAML 1.1 or JSON, with anchors, merge keys and repeated keys; of several documents the first one;
 * nothing for a text without content.
 *
 * @returns undefined for a text that is no kubeconfig.
 */
export function readKubeconfig(text: string): Kubeconfig | undefined {
  try {
    const [document] = parseAllDocuments(text, { merge: true, uniqueKeys: false });
    // The parser's message may quote the text, credentials included.
    if (document !== undefined && document.errors.length > 0) return undefined;
    const result = kubeconfig.safeParse(document?.toJS() ?? {});
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

/** A kubeconfig whose clusters and users name their files by absolute paths, from one that lies in a directory. */
export function withAbsolutePaths({ clusters, users, ...others }: Kubeconfig, directory: string): Kubeconfig {
  const absolute = (one: Entry) => withAbsoluteFiles(one, directory);
  return { ...others, clusters: mapped(clusters, absolute), users: mapped(users, absolute) };
}

/** Several kubeconfigs as one: of entries with one name, and of current contexts, the first counts. */
export function merged(all: readonly Kubeconfig[]): Kubeconfig {
  const entries = <T>(of: (one: Kubeconfig) => ReadonlyMap<string, T>) =>
    new Map([...all].reverse().flatMap((one) => [...of(one)]));
  return {
    currentContext: all.find(({ currentContext }) => currentContext !== '')?.currentContext ?? '',
    clusters: entries(({ clusters }) => clusters),
    contexts: entries(({ contexts }) => contexts),
    users: entries(({ users }) => users),
  };
}

function withFlags(cluster: Entry): Entry {
  const flags = FLAGS.filter((flag) => typeof cluster[flag] === 'string' && YES.test(cluster[flag]));
  return { ...cluster, ...Object.fromEntries(flags.map((flag) => [flag, true])) };
}

function mapped(entries: ReadonlyMap<string, Entry>, change: (one: Entry) => Entry): ReadonlyMap<string, Entry> {
  return new Map([...entries].map(([name, one]) => [name, change(one)]));
}
