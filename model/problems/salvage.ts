import type { z } from 'zod';
import { meantKey, meantLabel } from './misspelt';
import { configPath, type Problem } from './problem';
import { isNaming, rawAt, schemaAt, setAt } from './schema-node';
import { config, type Spec } from '../schema/config';
import { hasTellingDefault, meantText, STAND_IN, standIn } from './stand-in';

type Path = readonly PropertyKey[];

/** What could be saved of a configuration with a wrong shape. */
export interface Salvaged {
  readonly spec: Spec;
  /** Whether a problem is about something that was left out or put in: it follows from the wrong shape, which is told already. */
  readonly isConsequence: (problem: Problem) => boolean;
}

/**
 * A whole spec made of a configuration with a wrong shape, or undefined where nothing can be saved. Rules are checked on it, so that a user
 * sees problems of shape and of meaning together. What is misspelt is taken for what it most likely means. Anything else that is wrong is left
 * out, or where something has to be there, because the schema requires it or others refer to it by name, something else stands in for it.
 */
export function salvage(raw: unknown): Salvaged | undefined {
  const tree: unknown = structuredClone(raw);
  const mended = new Set<string>();
  for (;;) {
    const result = config.safeParse(tree);
    if (result.success) return { spec: result.data, isConsequence: consequenceOf(mended) };
    const { issues } = result.error;
    // What is missing may be there under a misspelt name.
    const ofNames = issues.filter(({ code }) => code === 'unrecognized_keys' || code === 'invalid_key');
    for (const issue of ofNames.length > 0 ? ofNames : issues) if (!mend(tree, issue, mended)) return undefined;
  }
}

function consequenceOf(mended: ReadonlySet<string>): Salvaged['isConsequence'] {
  return ({ path, elsewhere = '', found, expected, fix }) =>
    [path, found, expected, fix].some((text) => text?.includes(STAND_IN)) ||
    [...mended].some((place) => [path, elsewhere].some((one) => `${one}.`.startsWith(`${place}.`)));
}

/** Mends what an issue is about, in place. False if that cannot be: then the whole is lost. */
function mend(tree: unknown, issue: z.core.$ZodIssue, mended: Set<string>): boolean {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) rename(tree, [...issue.path, key], meantKey(key, issue.path, tree));
    return true;
  }
  if (issue.code === 'invalid_key') {
    rename(tree, issue.path, meantLabel(String(issue.path.at(-1))) ?? STAND_IN);
    return true;
  }
  return replace(tree, issue.path, mended);
}

/** Replaces a value, or what it is in: lists as a whole, and what was replaced before and is still wrong with what it is in. */
function replace(tree: unknown, path: Path, mended: Set<string>): boolean {
  const above = path.slice(0, -1);
  if (path.length === 0) return false;
  if (mended.has(configPath(...path)) || Array.isArray(rawAt(tree, above))) return replace(tree, above, mended);
  mended.add(configPath(...path));
  // What stands beside a choice is judged by it.
  if (schemaAt(path, tree)?.enum !== undefined && !isNaming(schemaAt(path.slice(0, -2), tree)))
    mended.add(configPath(...above));
  const value = meantText(path, tree) ?? (isNeeded(path, tree) ? standIn(path, tree) : undefined);
  if (value !== undefined) setAt(tree, path, value);
  else remove(tree, path);
  return true;
}

/** Whether something has to be at a path: the schema requires it, or it is a thing that others refer to by its name, or all of a kind. */
function isNeeded(path: Path, tree: unknown): boolean {
  const parent = schemaAt(path.slice(0, -1), tree);
  const isRequired = parent?.required?.includes(String(path.at(-1))) ?? false;
  // Of a cluster whose role is not known, nothing but its role can be wrong.
  const isName = isNaming(parent) || isNaming(schemaAt(path, tree));
  return isRequired || parent?.oneOf !== undefined || isName || hasTellingDefault(path.at(-1));
}

/** Moves a value to another key beside it, or removes it if there is none or it is taken. */
function rename(tree: unknown, path: Path, name: string | undefined): void {
  const renamed = name === undefined ? undefined : [...path.slice(0, -1), name];
  if (renamed !== undefined && rawAt(tree, renamed) === undefined) setAt(tree, renamed, rawAt(tree, path));
  remove(tree, path);
}

function remove(tree: unknown, path: Path): void {
  const parent = rawAt(tree, path.slice(0, -1));
  if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, path.at(-1) ?? '');
}
