import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file with a certificate or key for tests. */
export function certificateFile(name: string): string {
  return join(__dirname, '../../unit/model/certificates', name);
}

/** The text of such a file. */
export function pem(name: string): string {
  return readFileSync(certificateFile(name), 'utf8');
}

/** SHA-256 of such a certificate. */
export function fingerprint(name: string): string {
  return new X509Certificate(pem(name)).fingerprint256;
}

/** A Secret with such a certificate for `shop.example` and the names below it, and its key. */
export function tlsSecret(namespace: string, name: string, certificate = 'shop.pem'): object {
  return {
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name, namespace } },
    stringData: { 'tls.crt': pem(certificate), 'tls.key': pem('shop.key') },
  };
}
