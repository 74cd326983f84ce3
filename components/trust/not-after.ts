import type { X509Certificate } from 'node:crypto';
import { untracedError } from '../../config/untraced-error';

/** When the first of some certificates ends, RFC 3339, as the tls provider writes it: without fractions of seconds. */
export function endOf(certificates: readonly X509Certificate[]): string {
  const first = Math.min(...certificates.map(({ validTo }) => Date.parse(validTo)));
  return new Date(first).toISOString().replace('.000Z', 'Z');
}

/**
 * The end of a certificate, which may not lie after that of its authority: nobody accepts a chain whose authority has ended.
 *
 * @param certificate The certificate, such as `The intermediate of cluster east`.
 * @param remedy What to do, as a sentence.
 * @throws pulumi.RunError if the certificate would outlive its authority.
 */
export function notAfter(certificate: string, end: string, authorityEnd: string, remedy: string): string {
  if (Date.parse(end) <= Date.parse(authorityEnd)) return end;
  throw untracedError(`${certificate} would end on ${end}, after its root (${authorityEnd}). ${remedy}`);
}
