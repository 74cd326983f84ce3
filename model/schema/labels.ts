import { z } from 'zod';

/** Pattern of a label's value that is not empty, and of the part of its key after the prefix (Kubernetes, "Labels and Selectors"). */
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** The optional first part of a key, a DNS subdomain. */
const PREFIX = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** Whether a text may be the key of a label or annotation, or a load balancer's class. */
export function isKey(key: string): boolean {
  const [name = '', prefix, ...more] = key.split('/').reverse();
  return NAME.test(name) && (prefix === undefined || PREFIX.test(prefix)) && more.length === 0;
}

/** Labels that select something: at least one, or everything would be selected. */
export const labels = z
  .record(
    z.string().refine(isKey, { error: 'a label key, such as app or app.kubernetes.io/name' }),
    z.string().refine((value) => value === '' || NAME.test(value), {
      error: 'a label value: at most 63 letters, digits, hyphens, dots and underscores, a letter or digit at both ends',
    }),
  )
  .refine((entries) => Object.keys(entries).length > 0, { error: 'at least one label' });
