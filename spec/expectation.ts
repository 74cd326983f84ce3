import type { z } from 'zod';

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

/** What would be accepted where a value has the wrong shape: what the schema says itself, or what follows from its type and bounds. */
export function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.message;
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

/** What the schema says of a bound in words of its own, if anything; else the library speaks. */
function ownWords({ message }: z.core.$ZodIssue): string | undefined {
  return message.startsWith('Too ') ? undefined : message;
}

function bound(origin: string, limit: number, side: 'at least' | 'at most'): string {
  if (origin === 'string') return `a text of ${side} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `${side} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `a number, ${side} ${limit}`;
}
