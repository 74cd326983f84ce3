import { configSchema, entryOf, keysOf, type SchemaKey, type SchemaNode } from '../schema/json-schema';

/** The reference of all config keys in Markdown, from the same schema that checks them. */
export function configReference(): string {
  const rows = rowsOf(configSchema(), 'meshwork:', '');
  return [
    '# Config keys',
    '',
    'Every key of a stack’s config below `meshwork:`. `<name>` stands for a name of your choice, a DNS label. Unknown keys are refused.',
    'A dot leads into a mapping, `[]` into each entry of a list: nested YAML in the file, or `--path` for `pulumi config set`.',
    '',
    'Editors with the YAML language server complete and check these keys by [config.schema.json](config.schema.json), if the first line of `Pulumi.<stack>.yaml` is',
    '',
    '```yaml',
    '# yaml-language-server: $schema=docs/reference/config.schema.json',
    '```',
    '',
    '| Key | Value | Default | Meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
    'Written by `npm run reference`; a test fails when it is out of date.',
    '',
  ].join('\n');
}

function rowsOf(node: SchemaNode, prefix: string, separator: string): string[] {
  const rows = Object.entries(keysOf(node)).flatMap(([name, key]) => {
    const path = `${prefix}${separator}${name}`;
    return [row(path, key), ...rowsOf(key.node, path, '.')];
  });
  const entry = entryOf(node);
  return [
    ...rows,
    ...(entry === undefined ? [] : rowsOf(entry, `${prefix}.<name>`, '.')),
    ...(node.items === undefined ? [] : rowsOf(node.items, `${prefix}[]`, '.')),
  ];
}

function row(path: string, { node, onlyWith, required }: SchemaKey): string {
  const variants = onlyWith === undefined ? '' : ` Only with ${onlyWith.map((tag) => `\`${tag}\``).join(' or ')}.`;
  const meaning = `${node.description ?? ''}${variants}`;
  const cells = [`\`${path}\``, kind(node), required ? 'required' : fallback(node), meaning];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The default, but that of mappings and lists that are empty unless set: their keys have defaults of their own. */
function fallback({ default: value }: SchemaNode): string {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value === undefined || isEmpty ? '' : `\`${JSON.stringify(value)}\``;
}

function kind(node: SchemaNode): string {
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (node.anyOf !== undefined) return kinds(node.anyOf, ' or ');
  if (node.type === 'array') return `array of ${kinds(node.prefixItems ?? [node.items ?? {}], ', ')}`;
  return typeof node.type === 'string' ? node.type : 'value';
}

function kinds(nodes: readonly SchemaNode[], separator: string): string {
  return [...new Set(nodes.map(kind))].join(separator);
}
