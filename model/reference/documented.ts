/** A part of the JSON Schema of a configuration, as far as the reference shows it. */
export interface DocumentedNode {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, DocumentedNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: DocumentedNode | boolean;
  readonly items?: DocumentedNode;
  readonly prefixItems?: readonly DocumentedNode[];
  readonly oneOf?: readonly DocumentedNode[];
  readonly anyOf?: readonly DocumentedNode[];
}

/** A key as the reference lists it. */
export interface DocumentedKey extends DocumentedNode {
  /** Whether every variant that takes the key requires it. */
  readonly needed?: boolean;
}

/**
 * The keys of variants that are told apart by a key with a value for each (`role`): every key once, the one that tells them apart with all of
 * its values, and of a key that some variants refuse, which take it. The variant with the most keys gives the order.
 */
export function keysOfVariants(variants: readonly DocumentedNode[]): Record<string, DocumentedKey> {
  const keysOf = ({ properties = {} }: DocumentedNode) => Object.keys(properties);
  const bySize = [...variants].sort((a, b) => keysOf(b).length - keysOf(a).length);
  const keys = [...new Set(bySize.flatMap(keysOf))];
  return Object.fromEntries(keys.map((key) => [key, listed(key, variants)]));
}

function listed(key: string, variants: readonly DocumentedNode[]): DocumentedKey {
  const taking = variants.filter(({ properties }) => properties?.[key] !== undefined);
  const nodes = taking.flatMap(({ properties }) => properties?.[key] ?? []);
  const needed = taking.every(({ required }) => required?.includes(key));
  const values = nodes.flatMap((node) => node.const ?? []);
  const [node = {}] = nodes;
  if (values.length === variants.length) return { ...node, const: undefined, enum: values, needed };
  if (taking.length === variants.length) return { ...node, needed };
  return { ...node, description: `${node.description ?? ''} Only with ${taking.map(tag).join(' or ')}.`, needed };
}

/** The key and value by which a variant is told from the others. */
function tag({ properties = {} }: DocumentedNode): string {
  const own = Object.entries(properties).find(([, node]) => node.const !== undefined);
  return own === undefined ? '' : `\`${own[0]}: ${String(own[1].const)}\``;
}
