import { z } from 'zod';
import { config } from '../schema/config';

/** A part of the schema of configurations, as JSON Schema has it. */
export interface SchemaNode {
  readonly description?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly enum?: readonly unknown[];
  readonly prefixItems?: readonly SchemaNode[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: { readonly pattern?: string };
  readonly oneOf?: readonly SchemaNode[];
  readonly const?: unknown;
}

/** The whole schema, made when the first problem asks for it: a configuration in order needs none. */
let whole: SchemaNode | undefined;

/** What the schema says of the value at a path of a configuration; of a cluster, what it says of its role. Undefined if nothing. */
export function schemaAt(path: readonly PropertyKey[], raw: unknown): SchemaNode | undefined {
  whole ??= z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' }) as SchemaNode;
  let schema: SchemaNode | undefined = whole;
  let value: unknown = raw;
  for (const key of path) {
    const below: SchemaNode | undefined = schema?.properties?.[String(key)] ?? entryOf(schema);
    value = rawAt(value, [key]);
    schema = below?.oneOf?.find((option) => option.properties?.['role']?.const === rawAt(value, ['role'])) ?? below;
  }
  return schema;
}

/** The keys of a mapping that the schema knows; of a cluster whose role is not known, those of every role. */
export function keysOf(node: SchemaNode | undefined): readonly string[] {
  const [first, ...others] = (node?.oneOf ?? [node]).map((option) => Object.keys(option?.properties ?? {}));
  return (first ?? []).filter((key) => others.every((keys) => keys.includes(key)));
}

/** Whether a mapping holds things by names of the user's, such as clusters: its keys have to be of a form. */
export function isNaming(node: SchemaNode | undefined): boolean {
  return node?.propertyNames?.pattern !== undefined;
}

function entryOf(schema: SchemaNode | undefined): SchemaNode | undefined {
  const entry = schema?.additionalProperties;
  return typeof entry === 'object' ? entry : undefined;
}

/** The value at a path of what a user wrote, or undefined. */
export function rawAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    raw,
  );
}

/** Puts a value at a path of what a user wrote, in place. Does nothing where there is nothing to put it into. */
export function setAt(raw: unknown, path: readonly PropertyKey[], value: unknown): void {
  const parent = rawAt(raw, path.slice(0, -1));
  if (typeof parent === 'object' && parent !== null) Reflect.set(parent, path.at(-1) ?? '', value);
}
