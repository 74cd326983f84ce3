import { X509Certificate } from 'node:crypto';

const BEGIN = '-----BEGIN CERTIFICATE-----';

/** Whether a text starts with a certificate in PEM. */
export function isCertificate(text: string): boolean {
  try {
    // It would take DER as well.
    return text.startsWith(BEGIN) && new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}

/** Whether a text is one certificate in PEM, and not a chain or a certificate with its key. */
export function isOneCertificate(text: string): boolean {
  return isCertificate(text) && text.split('-----BEGIN ').length === 2;
}
