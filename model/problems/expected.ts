import type { z } from 'zod';
import { keysOf, schemaAt } from '../schema/json-schema';

/** The types of the schema in the words of those who write YAML. */
const TYPES: Readonly<Partial<Record<string, string>>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'a text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

/** Says what a configuration accepts where a value has the wrong shape, unless the schema says it in words of its own. */
export function expectedIn(raw: unknown): z.core.$ZodErrorMap {
  return (issue) => {
    const path = issue.path ?? [];
    switch (issue.code) {
      case 'invalid_type':
        return expectedType(TYPES[issue.expected] ?? issue.expected, path, raw);
      case 'invalid_value':
        return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
      case 'invalid_key':
        return issue.issues[0]?.message;
      case 'invalid_union':
        return issue.discriminator === undefined ? undefined : `one of ${rolesAt(path.slice(0, -1)).join(', ')}`;
      case 'unrecognized_keys':
        return `one of ${knownKeys(path, raw).sort().join(', ')}`;
      case 'too_small':
        return bound(issue.origin, Number(issue.minimum), 'at least');
      case 'too_big':
        return bound(issue.origin, Number(issue.maximum), 'at most');
      default:
        return undefined;
    }
  };
}

/** The keys that a mapping takes; of a cluster whose role is not known, those of every role. */
export function knownKeys(path: readonly PropertyKey[], raw: unknown): string[] {
  const keys = Object.entries(keysOf(schemaAt(path, raw)));
  return keys.filter(([, { onlyWith }]) => onlyWith === undefined).map(([key]) => key);
}

/** The roles that a cluster can have. */
export function rolesAt(cluster: readonly PropertyKey[]): string[] {
  return (keysOf(schemaAt(cluster, {}))['role']?.node.enum ?? []).map(String);
}

/** A type, the keys of a mapping, and the first sentence about the value: the rest is for the reference. */
function expectedType(type: string, path: readonly PropertyKey[], raw: unknown): string {
  const keys = knownKeys(path, raw);
  const sentence = /^.*?\.(?=\s|$)/s.exec(schemaAt(path, raw)?.description ?? '')?.[0];
  return `${type}${keys.length === 0 ? '' : ` with ${keys.join(', ')}`}${sentence === undefined ? '' : `. ${sentence}`}`;
}

function bound(origin: string, limit: number, side: 'at least' | 'at most'): string {
  if (origin === 'string') return `a text of ${side} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `${side} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `a number, ${side} ${limit}`;
}
