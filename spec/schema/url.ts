import { z } from 'zod';

/**
 * A URL without a user name or password: it goes into previews, objects and the state in plain text.
 *
 * @param expected What to give instead of anything else.
 * @param protocol Default: any.
 */
export function url(expected: string, protocol?: RegExp) {
  return z
    .url({ error: expected, ...(protocol === undefined ? {} : { protocol }) })
    .refine((text) => !hasCredentials(text), { error: 'an address without user name and password' });
}

/** Whether an address names a user. */
export function hasCredentials(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { password, username } = new URL(address);
  return username !== '' || password !== '';
}
