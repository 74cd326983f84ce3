import { z } from 'zod';

/** A list with each entry once: the entry names the resources that are made for it, and names are unique. */
export function uniqueList<T extends z.ZodType<string>>(entry: T) {
  return z.array(entry).refine((entries) => new Set(entries).size === entries.length, { error: 'each entry once' });
}
