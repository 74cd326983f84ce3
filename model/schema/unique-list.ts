import { z } from 'zod';

/** A list that names each thing once: what is made for an entry is named by it, and no two things can have one name. */
export function uniqueList<T extends z.ZodType<string>>(entry: T) {
  return z.array(entry).refine((entries) => new Set(entries).size === entries.length, { error: 'each entry once' });
}
