import type { z } from 'zod';
import { didYouMean } from './did-you-mean';
import { expectation } from './expectation';
import { meantKey, meantLabel, topKey } from './misspelt';
import { configPath, type Problem } from './problem';
import { config, type Spec } from '../schema/config';
import { keysOf, rawAt, schemaAt, setAt } from './schema-node';
import { shown, withheld } from './shown';

/** The outcome of reading a configuration: a spec, or everything that is wrong with its shape. */
export type Parsed =
  | { readonly spec: Spec; readonly problems: readonly [] }
  | { readonly spec?: never; readonly problems: readonly Problem[] };

/** Everywhere the same: a key without a value asks for nothing, so that a value that was forgotten, or a wrong indent, is noticed. */
const NO_VALUE = 'A key without a value is null in YAML. Write {} where every default will do.';

/** Checks the shape of a raw configuration and fills in defaults. */
export function parse(raw: unknown): Parsed {
  const result = config.safeParse(raw, { reportInput: true });
  if (result.success) return { spec: result.data, problems: [] };
  const { issues } = result.error;
  const misspelt = issues.flatMap((issue) => misspeltBy(issue, raw));
  const problems = issues.flatMap((issue) => problemsOf(issue, raw));
  return { problems: problems.filter(isFirstOfPath).filter(({ path }) => !misspelt.includes(path)) };
}

/** The paths of keys that are missing because they are misspelt: the misspelt one is told, and that is enough. */
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
  if (issue.code === 'unrecognized_keys') {
    const known = [...keysOf(schemaAt(issue.path, raw))].sort();
    return issue.keys.map((key) => ({
      path: configPath(...issue.path, key),
      found: `the key "${key}", which is not known here`,
      expected: `one of ${known.join(', ')}`,
      ...optional('fix', setAsPath(key, issue.path) ?? didYouMean(key, known)),
    }));
  }
  if (issue.code === 'invalid_key') {
    const meant = meantLabel(String(issue.path.at(-1)));
    return [
      {
        path: configPath(...issue.path),
        found: `the name "${String(issue.path.at(-1))}"`,
        expected: issue.issues[0]?.message ?? issue.message,
        ...optional('fix', meant === undefined ? undefined : `Call it "${meant}".`),
      },
    ];
  }
  if (issue.code === 'invalid_union' && 'discriminator' in issue && issue.discriminator === 'role') {
    return [roleProblem(issue.path, raw)];
  }
  const value = rawAt(raw, issue.path);
  return [
    {
      path: configPath(...issue.path),
      found: foundAt(issue.path, value),
      expected: expectation(issue, schemaAt(issue.path, raw)),
      ...optional('fix', value === null && isRightAt(issue.path, {}, raw) ? NO_VALUE : undefined),
    },
  ];
}

/** Whether a value would have the right shape at a path. */
function isRightAt(path: readonly PropertyKey[], value: unknown, raw: unknown): boolean {
  const tree: unknown = structuredClone(raw);
  setAt(tree, path, value);
  const issues = config.safeParse(tree).error?.issues ?? [];
  return !issues.some((issue) => path.every((key, index) => issue.path[index] === key));
}

/** Where kubeconfigs belong or are named, no text is shown, however short: it may be a token. */
function foundAt(path: readonly PropertyKey[], value: unknown): string {
  const isAccess = path[0] === 'kubeconfigs' || (path[0] === 'clusters' && path[2] === 'kubeconfig');
  const isScalar = value === null || ['undefined', 'number', 'boolean'].includes(typeof value);
  return isAccess && !isScalar ? withheld(value) : shown(value);
}

function roleProblem(path: readonly PropertyKey[], raw: unknown): Problem {
  const clusterPath = path.at(-1) === 'role' ? path.slice(0, -1) : path;
  const role = rawAt(raw, [...clusterPath, 'role']);
  const roles = ['primary', 'remote', 'standalone'];
  return {
    path: configPath(...clusterPath, 'role'),
    found: shown(role),
    expected: `one of ${roles.join(', ')}`,
    ...optional('fix', typeof role === 'string' ? didYouMean(role, roles) : undefined),
  };
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}
