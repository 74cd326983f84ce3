/** The entries of a mapping by name, in the order of the names: the order of YAML keys must not change the plan. */
export function byName<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Entries that have a name, in the order of the names. */
export function sortedByName<T extends { readonly name: string }>(entries: Iterable<T>): T[] {
  return [...entries].sort((one, other) => (one.name < other.name ? -1 : 1));
}
