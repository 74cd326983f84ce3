import type { z } from 'zod';
import { keysOf, type SchemaNode } from './schema-node';

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

/**
 * What would be accepted where a value has the wrong shape: what the schema says itself, or what follows from its type and bounds.
 *
 * @param node What the schema says of the value as a whole, if anything: with the type alone, one would have to look up what belongs there.
 */
export function expectation(issue: z.core.$ZodIssue, node: SchemaNode | undefined): string {
  switch (issue.code) {
    case 'invalid_type':
      return ownWords(issue) ?? ofType(TYPES[issue.expected] ?? issue.message, node);
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return ownWords(issue) ?? bound(issue.origin, Number(issue.minimum), 'at least');
    case 'too_big':
      return ownWords(issue) ?? bound(issue.origin, Number(issue.maximum), 'at most');
    default:
      return issue.message;
  }
}

/** What the schema says of a type or a bound in words of its own, if anything; else the library speaks. */
function ownWords({ message }: z.core.$ZodIssue): string | undefined {
  return /^(Too |Invalid input: )/.test(message) ? undefined : message;
}

/** A type, the keys of a mapping, and the first sentence about the value: the rest is for the reference. */
function ofType(type: string, node: SchemaNode | undefined): string {
  const keys = keysOf(node);
  const sentence = /^.*?\.(?=\s|$)/s.exec(node?.description ?? '')?.[0];
  return `${type}${keys.length === 0 ? '' : ` with ${keys.join(', ')}`}${sentence === undefined ? '' : `. ${sentence}`}`;
}

function bound(origin: string, limit: number, side: 'at least' | 'at most'): string {
  if (origin === 'string') return `a text of ${side} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `${side} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `a number, ${side} ${limit}`;
}
