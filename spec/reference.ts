import { z } from 'zod';
import { config } from './schema/config';

interface Node {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
}

/** The JSON Schema of a configuration, for editors: its keys stand below `meshwork:` in a stack's config. */
export function configSchema(): object {
  return z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' });
}

/** The reference of all config keys in Markdown, from the same schema that checks them. */
export function configReference(): string {
  const rows = rowsOf(configSchema(), 'meshwork:', '');
  return [
    '# Config keys',
    '',
    'Every key of a stack’s config below `meshwork:`. `<name>` stands for a name of your choice, a DNS label. Unknown keys are refused.',
    '',
    '| Key | Value | Default | Meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
    'Written by `npm run reference`; a test fails when it is out of date.',
    '',
  ].join('\n');
}

function rowsOf(node: Node, prefix: string, separator: string): string[] {
  const rows = Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const path = `${prefix}${separator}${key}`;
    return [row(path, child, node.required?.includes(key) ?? false), ...rowsOf(child, path, '.')];
  });
  const named =
    typeof node.additionalProperties === 'object' ? rowsOf(node.additionalProperties, `${prefix}.<name>`, '.') : [];
  // Variants repeat what they share; each key is listed once.
  const variants = (node.oneOf ?? []).flatMap((variant) => rowsOf(variant, prefix, separator));
  return [...new Set([...rows, ...named, ...variants])];
}

function row(path: string, node: Node, required: boolean): string {
  const fallback =
    node.default === undefined || typeof node.default === 'object' ? '' : `\`${JSON.stringify(node.default)}\``;
  return `| \`${path}\` | ${kind(node)} | ${required ? 'required' : fallback} | ${(node.description ?? '').replaceAll('|', '\\|')} |`;
}

function kind(node: Node): string {
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (node.anyOf !== undefined) return [...new Set(node.anyOf.map(kind))].join(' or ');
  return typeof node.type === 'string' ? node.type : 'value';
}
