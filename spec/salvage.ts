import { config, type Spec } from './schema/config';
import { rawAt, schemaAt } from './schema-node';

/**
 * The spec that remains when every key with a wrong shape is left out, or undefined when what remains is no whole spec. Rules are
 * checked on it, so that a user sees problems of shape and of meaning together. Something that the user named stays there by its name,
 * with defaults alone: whoever refers to it would otherwise be told that it does not exist.
 */
export function salvage(raw: unknown): Spec | undefined {
  const result = config.safeParse(raw);
  if (result.success) return result.data;
  const rest = structuredClone(raw);
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) remove(rest, [...issue.path, key]);
    else if (issue.code !== 'invalid_key' && isNamed(issue.path, raw)) replace(rest, issue.path);
    else remove(rest, issue.path);
  }
  const again = config.safeParse(rest);
  return again.success ? again.data : undefined;
}

/** Whether a path leads to something by a name of the user's, such as a cluster: its key has to be a DNS label. */
function isNamed(path: readonly PropertyKey[], raw: unknown): boolean {
  return path.length > 1 && schemaAt(path.slice(0, -1), raw)?.propertyNames?.pattern !== undefined;
}

function replace(tree: unknown, path: readonly PropertyKey[]): void {
  const parent = rawAt(tree, path.slice(0, -1));
  if (typeof parent === 'object' && parent !== null) Reflect.set(parent, path.at(-1) ?? '', {});
}

function remove(tree: unknown, path: readonly PropertyKey[]): void {
  const last = path.at(-1);
  const parent = rawAt(tree, path.slice(0, -1));
  if (last !== undefined && typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, last);
}
