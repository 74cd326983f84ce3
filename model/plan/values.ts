/** Values of a chart: a tree of plain, fully known data. */
export type Values = Readonly<Record<string, unknown>>;

/** Lays values over others, deep; lists and leaves are replaced whole, as Helm does. */
export function mergeValues(...layers: readonly Values[]): Values {
  return layers.reduce<Values>(mergeTwo, {});
}

function mergeTwo(under: Values, over: Values): Values {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isTree(below) && isTree(value) ? mergeTwo(below, value) : value;
  }
  return merged;
}

/** Paths of all leaves of a tree, as lists of keys. An empty tree is a leaf. */
export function leafPaths(values: Values, above: readonly string[] = []): string[][] {
  return Object.entries(values).flatMap(([key, value]) =>
    isTree(value) && Object.keys(value).length > 0 ? leafPaths(value, [...above, key]) : [[...above, key]],
  );
}

/** The value at a path, or undefined. */
export function valueAt(values: Values, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), values);
}

/** Whether a value is a tree: a mapping, and no list. */
export function isTree(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
