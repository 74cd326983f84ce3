/** The entries of a mapping by name, in the order of the names: the order of YAML keys must not change the plan. */
export function byName<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
}
