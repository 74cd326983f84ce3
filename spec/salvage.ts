import { config, type Spec } from './schema/config';

/**
 * The spec that remains when every key with a wrong shape is left out, or undefined when what remains is no whole spec. Rules are
 * checked on it, so that a user sees problems of shape and of meaning together.
 */
export function salvage(raw: unknown): Spec | undefined {
  const result = config.safeParse(raw);
  if (result.success) return result.data;
  const rest = structuredClone(raw);
  for (const issue of result.error.issues) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) remove(rest, path);
  }
  const again = config.safeParse(rest);
  return again.success ? again.data : undefined;
}

function remove(tree: unknown, path: readonly PropertyKey[]): void {
  const last = path.at(-1);
  const parent = path
    .slice(0, -1)
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      tree,
    );
  if (last !== undefined && typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, last);
}
