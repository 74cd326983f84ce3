import { meantLabel } from './misspelt';
import { isNaming, keysOf, rawAt, schemaAt, type SchemaNode } from './schema-node';

/** The name of everything that stands in for something. A problem that mentions it follows from what is wrong there. */
export const STAND_IN = 'meshwork-stand-in';

/** Values of keys whose type says too little, each good for every rule. */
const OF_KEY: Readonly<Partial<Record<string, unknown>>> = {
  version: '1.31.1',
  address: '192.0.2.1',
  trustDomain: STAND_IN,
};

/** Whether leaving a key out would say something to others: two meshes with the default trust domain share it. */
export function hasTellingDefault(key: PropertyKey | undefined): boolean {
  return key === 'trustDomain';
}

/** A value that has the right shape, or comes nearer to it, for one that has not; undefined if there is none. */
export function standIn(path: readonly PropertyKey[], raw: unknown): unknown {
  const key = String(path.at(-1));
  if (key === 'role') return likelyRole(rawAt(raw, path.slice(0, -1)));
  return OF_KEY[key] ?? ofNode(schemaAt(path, raw));
}

/** What a text is most likely meant to be, where the schema wants names of a form that it has not. Undefined if nothing is likely. */
export function meantText(path: readonly PropertyKey[], raw: unknown): string | undefined {
  const text = rawAt(raw, path);
  const pattern = schemaAt(path, raw)?.pattern;
  const meant = typeof text === 'string' ? meantLabel(text) : undefined;
  return meant !== undefined && pattern !== undefined && new RegExp(pattern).test(meant) ? meant : undefined;
}

function ofNode(node: SchemaNode | undefined): unknown {
  if (node?.oneOf !== undefined) return {};
  switch (node?.type) {
    case 'object':
      if (isNaming(node)) return { [STAND_IN]: ofNode(node.additionalProperties as SchemaNode) };
      return Object.fromEntries(keysOf(node).flatMap((key) => (hasTellingDefault(key) ? [[key, STAND_IN]] : [])));
    case 'array':
      return (node.prefixItems ?? [{}]).map(() => STAND_IN);
    case 'string':
      return STAND_IN;
    case 'integer':
      return node.minimum ?? 1;
    default:
      return undefined;
  }
}

/** The role that a cluster has by its other keys. One of which nothing is known may be anything that others refer to: a primary. */
function likelyRole(cluster: unknown): string {
  const has = (key: string) => rawAt(cluster, [key]) !== undefined;
  if (has('primary')) return 'remote';
  return has('network') && !has('mesh') ? 'standalone' : 'primary';
}
