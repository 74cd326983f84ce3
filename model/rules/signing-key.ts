import type { X509Certificate } from 'node:crypto';
import { signingKeyIn } from '../certificates/pem';
import type { Problem } from '../problems/problem';

/** Where the private key of an authority is, and what belongs to it. */
interface SigningKey {
  /** Path of the key in config. */
  readonly path: string;
  /** Command by which to set it. */
  readonly fix: string;
  /** The certificate that it has to fit. */
  readonly certificate: X509Certificate;
  /** What the certificate is called, for messages. */
  readonly certificateName: string;
}

/** The private key of an authority that is given is one that signs certificates here, and fits its certificate. */
export function signingKeyProblems(text: string, { certificate, certificateName, fix, path }: SigningKey): Problem[] {
  const key = signingKeyIn(text);
  if (typeof key === 'string')
    return [
      {
        path,
        found: `a text (not shown) that is ${key}`,
        expected: 'one RSA or ECDSA private key in PEM, without a passphrase, and nothing else',
        fix,
      },
    ];
  if (certificate.checkPrivateKey(key)) return [];
  return [
    {
      path,
      found: 'a private key that does not fit the certificate',
      expected: `the private key of ${certificateName}`,
    },
  ];
}
