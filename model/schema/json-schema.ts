import { z } from 'zod';
import { config } from './config';

/** A part of the JSON Schema of a configuration, as far as messages and the reference read it. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: SchemaNode;
  readonly items?: SchemaNode;
  readonly prefixItems?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

/** A key of a mapping. */
export interface SchemaKey {
  readonly node: SchemaNode;
  /** Whether every variant of the mapping that takes the key requires it. */
  readonly required: boolean;
  /** The variants of the mapping that take the key, such as `role: remote`. Undefined if all of them do. */
  readonly onlyWith: readonly string[] | undefined;
}

/** Made when it is first asked for: a configuration in order needs none. */
let whole: SchemaNode | undefined;

/** The JSON Schema of a configuration: its keys stand below `meshwork:` in a stack's config. */
export function configSchema(): SchemaNode {
  whole ??= z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' }) as SchemaNode;
  return whole;
}

/** The schema of the value at a path of a configuration; of a cluster, that of its role. Undefined if the path leads to no key. */
export function schemaAt(path: readonly PropertyKey[], raw: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = configSchema();
  for (const [index, key] of path.entries()) {
    const below: SchemaNode | undefined = node?.properties?.[String(key)] ?? entryOf(node);
    const role = rawAt(raw, [...path.slice(0, index + 1), 'role']);
    node = below?.oneOf?.find(({ properties }) => properties?.['role']?.const === role) ?? below;
  }
  return node;
}

/** The schema of each entry of a mapping that holds things by names of the user's, such as clusters. Undefined for other values. */
export function entryOf(node: SchemaNode | undefined): SchemaNode | undefined {
  const entry = node?.additionalProperties;
  return typeof entry === 'object' ? entry : undefined;
}

/**
 * The keys of a mapping. Of variants that are told apart by a key with a value for each (`role`): every key once, that one with all of its
 * values. The variant with the most keys gives the order.
 */
export function keysOf(node: SchemaNode | undefined): Readonly<Record<string, SchemaKey>> {
  const variants = node?.oneOf ?? [node ?? {}];
  const names = variants.map(({ properties }) => Object.keys(properties ?? {})).sort((a, b) => b.length - a.length);
  return Object.fromEntries([...new Set(names.flat())].map((name) => [name, keyOf(name, variants)]));
}

function keyOf(name: string, variants: readonly SchemaNode[]): SchemaKey {
  const taking = variants.filter(({ properties }) => properties?.[name] !== undefined);
  const nodes = taking.flatMap(({ properties }) => properties?.[name] ?? []);
  const values = nodes.flatMap((node) => node.const ?? []);
  const [node = {}] = nodes;
  return {
    node: values.length > 1 ? { ...node, const: undefined, enum: values } : node,
    required: taking.every(({ required }) => required?.includes(name)),
    onlyWith: taking.length === variants.length ? undefined : taking.map(tag),
  };
}

/** The key and value by which a variant is told from the others. */
function tag({ properties = {} }: SchemaNode): string {
  const own = Object.entries(properties).find(([, node]) => node.const !== undefined);
  return own === undefined ? '' : `${own[0]}: ${String(own[1].const)}`;
}

/** The value at a path of a configuration as it is written, or undefined. */
export function rawAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    raw,
  );
}
