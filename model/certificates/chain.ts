import type { X509Certificate } from 'node:crypto';
import { maySignCertificates } from './extensions';
import { certificatesIn } from './pem';

/** The certificates of an intermediate in PEM, up to its root and without it: many tools put the root at the end. */
export function chainBelow(root: X509Certificate, pem: string): X509Certificate[] {
  const chain = certificatesIn(pem) ?? [];
  return chain.at(-1)?.fingerprint256 === root.fingerprint256 ? chain.slice(0, -1) : chain;
}

/** Whether one certificate is signed by another. Whether that one may sign is another question, which Node would ask as well. */
export function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  const isIssued = certificate.checkIssued(issuer) || !maySignCertificates(issuer);
  return isIssued && certificate.verify(issuer.publicKey);
}

/** A distinguished name on one line; Node gives its parts a line each, and undefined, whatever its types say, for one without parts. */
export function oneLine(name: string | undefined): string {
  return (name ?? '(no name)').split('\n').join(', ');
}
