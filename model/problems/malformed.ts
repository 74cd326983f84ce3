import type { z } from 'zod';
import { meantKey, meantLabel } from './misspelt';
import { config, type Spec } from '../schema/config';
import { dnsLabel } from '../schema/dns-label';
import { configSchema, entryOf } from '../schema/json-schema';

/** A top-level key of a configuration. */
type Key = keyof typeof config.shape;

/**
 * The spec of the entries that have the right shape, so that the rules can judge them. The others stay declared in it by their names: a name
 * that leads to one of them does lead to something, which can be judged once its shape is right.
 *
 * @param issues Everything that is wrong with the shape of the configuration.
 */
export function specWithoutMalformed(raw: unknown, issues: readonly z.core.$ZodIssue[]): Spec {
  const malformed = new Set(issues.flatMap((issue) => entriesOf(issue, raw)));
  const right = Object.entries(typeof raw === 'object' ? { ...raw } : {}).flatMap(([key, value]: [string, unknown]) => {
    if (!Object.hasOwn(config.shape, key) || malformed.has(key)) return [];
    if (!hasEntries(key)) return [[key, value]];
    const entries = Object.entries({ ...(value as object) }).filter(([name]) => !malformed.has(`${key}.${name}`));
    return [[key, Object.fromEntries(entries)]];
  });
  return { ...config.parse({ networks: {}, clusters: {}, ...Object.fromEntries(right) }), malformed };
}

/** Whether an entry is declared in a wrong shape, or may be, because the whole value of its top-level key is malformed. */
export function isMalformed({ malformed }: Spec, key: Key, name?: string): boolean {
  return malformed !== undefined && (malformed.has(key) || (name !== undefined && malformed.has(`${key}.${name}`)));
}

/** The names of all entries under a key that are declared in a wrong shape. A name that is itself wrong is none. */
export function malformedNames({ malformed = new Set() }: Spec, key: Key): string[] {
  const names = [...malformed].flatMap((entry) => (entry.startsWith(`${key}.`) ? [entry.slice(key.length + 1)] : []));
  return names.filter((name) => dnsLabel.safeParse(name).success);
}

/** Whether some entry under a key is declared in a wrong shape, so that rules about all entries of the key cannot judge them. */
export function hasMalformed(spec: Spec, key: Key): boolean {
  return [...(spec.malformed ?? [])].some((entry) => entry === key || entry.startsWith(`${key}.`));
}

/** The entries that an issue is about, as paths such as `clusters.west`. A misspelt name stands for the one that is meant as well. */
function entriesOf(issue: z.core.$ZodIssue, raw: unknown): string[] {
  const [key, name] = issue.path.map(String);
  if (key === undefined)
    return issue.code === 'unrecognized_keys'
      ? issue.keys.flatMap((unknown) => meantKey(unknown, [], raw) ?? [])
      : Object.keys(config.shape);
  if (name === undefined || !hasEntries(key)) return [key];
  const meant = issue.code === 'invalid_key' && issue.path.length === 2 ? meantLabel(name) : undefined;
  return [`${key}.${name}`, ...(meant === undefined ? [] : [`${key}.${meant}`])];
}

/** Whether a top-level key holds things by names of the user's. */
function hasEntries(key: string): boolean {
  return entryOf(configSchema().properties?.[key]) !== undefined;
}
