import type { z } from 'zod';
import { didYouMean } from './did-you-mean';
import { expectedIn, knownKeys, rolesAt } from './expected';
import { specWithoutMalformed } from './malformed';
import { meantKey, meantLabel, topKey } from './misspelt';
import { configPath, type Problem } from './problem';
import { config, SECRET_KEYS, type Spec } from '../schema/config';
import { rawAt } from '../schema/json-schema';
import { shown, withheld } from './shown';

/** The outcome of reading a configuration: a spec, or all problems of its shape and the spec of the other entries. */
export type Parsed =
  | { readonly spec: Spec; readonly problems: readonly [] }
  | {
      readonly spec?: never;
      readonly problems: readonly Problem[];
      /** The entries of the right shape. Made when it is asked for. */
      readonly rest: () => Spec;
    };

/** A key without a value is a problem everywhere, because it may be a forgotten value or a wrong indent. */
const NO_VALUE = 'A key without a value is null in YAML. Write {} where every default will do.';

/** Checks the shape of a raw configuration and fills in defaults. */
export function parse(raw: unknown): Parsed {
  const result = config.safeParse(raw, { error: expectedIn(raw) });
  if (result.success) return { spec: result.data, problems: [] };
  const { issues } = result.error;
  const misspelt = issues.flatMap((issue) => misspeltBy(issue, raw));
  const problems = issues.flatMap((issue) => problemsOf(issue, raw));
  return {
    problems: problems.filter(isFirstOfPath).filter(({ path }) => !misspelt.includes(path)),
    rest: () => specWithoutMalformed(raw, issues),
  };
}

/** The paths of keys that are missing because they are misspelt. The problem of the misspelt key is enough. */
function misspeltBy(issue: z.core.$ZodIssue, raw: unknown): string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  return issue.keys.flatMap((key) => {
    const meant = meantKey(key, issue.path, raw);
    return meant === undefined ? [] : [configPath(...issue.path, meant)];
  });
}

/** A value of the wrong type may break bounds as well, which then mean nothing. */
function isFirstOfPath({ path }: Problem, index: number, problems: readonly Problem[]): boolean {
  return problems.findIndex((problem) => problem.path === path) === index;
}

function setAsPath(key: string, above: readonly PropertyKey[]): string | undefined {
  const top = topKey(key, above);
  return top === undefined ? undefined : `Set it with --path, or write it below ${configPath(top)}.`;
}

function problemsOf(issue: z.core.$ZodIssue, raw: unknown): Problem[] {
  const { message: expected, path } = issue;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: configPath(...path, key),
      found: `the key "${key}", which is not known here`,
      expected,
      ...optional('fix', setAsPath(key, path) ?? didYouMean(key, knownKeys(path, raw).sort())),
    }));
  const about = { path: configPath(...path), expected };
  if (issue.code === 'invalid_key') {
    const name = String(path.at(-1));
    const meant = meantLabel(name);
    const fix = optional('fix', meant === undefined ? undefined : `Call it "${meant}".`);
    return [{ ...about, found: `the name "${name}"`, ...fix }];
  }
  const value = rawAt(raw, path);
  return [{ ...about, found: foundAt(path, value), ...optional('fix', fixAt(issue, value, raw)) }];
}

function fixAt({ code, path }: z.core.$ZodIssue, value: unknown, raw: unknown): string | undefined {
  if (code === 'invalid_union' && path.at(-1) === 'role' && typeof value === 'string')
    return didYouMean(value, rolesAt(path.slice(0, -1)));
  return value === null && isRightAt(path, {}, raw) ? NO_VALUE : undefined;
}

/** Whether a value would have the right shape at a path. */
function isRightAt(path: readonly PropertyKey[], value: unknown, raw: unknown): boolean {
  const tree: unknown = structuredClone(raw);
  const parent = rawAt(tree, path.slice(0, -1));
  if (typeof parent === 'object' && parent !== null) Reflect.set(parent, path.at(-1) ?? '', value);
  const issues = config.safeParse(tree).error?.issues ?? [];
  return !issues.some((issue) => path.every((key, index) => issue.path[index] === key));
}

/** Where kubeconfigs and SSH keys belong or are named, no text is shown, however short: it may be a token. */
function foundAt(path: readonly PropertyKey[], value: unknown): string {
  const isAccess = SECRET_KEYS.some((key) => key === path[0]) || (path[0] === 'clusters' && path[2] === 'kubeconfig');
  const isScalar = value === null || ['undefined', 'number', 'boolean'].includes(typeof value);
  return isAccess && !isScalar ? withheld(value) : shown(value);
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}
