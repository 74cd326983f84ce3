/**
 * What a name of the spec refers to. The rules have made sure that it is there (model/rules).
 *
 * @param kind of what is named, such as `network`.
 * @throws Error if it is not there.
 */
export function existing<T>(entries: Readonly<Record<string, T>>, kind: string, name: string): T {
  const entry = entries[name];
  if (entry === undefined) throw new Error(`There is no ${kind} "${name}": the spec was planned without its rules.`);
  return entry;
}
