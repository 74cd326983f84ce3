import { z } from 'zod';

/** Refines a text that goes into previews, objects and the state in plain text. */
export const WITHOUT_CREDENTIALS = [
  (text: string) => !hasCredentials(text),
  { error: 'an address without user name and password' },
] as const;

/**
 * A URL without a user name or password: it goes into previews, objects and the state in plain text.
 *
 * @param expected The expected value, for messages.
 * @param protocol Default: any.
 */
export function url(expected: string, protocol?: RegExp) {
  return z.url({ error: expected, ...(protocol === undefined ? {} : { protocol }) }).refine(...WITHOUT_CREDENTIALS);
}

/** Whether an address names a user. */
export function hasCredentials(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { password, username } = new URL(address);
  return username !== '' || password !== '';
}
