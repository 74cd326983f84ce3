import { X509Certificate } from 'node:crypto';
import type { RootSpec } from '../schema/root';

const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

/** How many whole days a root lasts: one that is given from now on, one that the stack makes from when it is made. */
export function daysOf(root: RootSpec): number {
  if ('generate' in root) return root.generate.validityDays;
  return daysUntil(new X509Certificate(root.given.certificate).validTo);
}

/** How many whole days there are until a date; less than zero once it is past. */
export function daysUntil(date: string): number {
  return Math.floor((Date.parse(date) - Date.now()) / MILLISECONDS_PER_DAY);
}

/** How long a root lasts, for messages. Undefined if it has ended, which has a message of its own (given-roots.ts). */
export function lifeOf(root: RootSpec): { readonly days: number; readonly words: string } | undefined {
  const days = daysOf(root);
  if (days < 0) return undefined;
  return { days, words: 'generate' in root ? String(days) : `${days} more` };
}
