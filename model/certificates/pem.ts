import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates in a PEM text, in its order. Undefined if there is none, or if one of them cannot be read. */
export function certificatesIn(text: string): X509Certificate[] | undefined {
  if (!text.trimStart().startsWith('-----BEGIN CERTIFICATE-----')) return undefined;
  const blocks = text.match(BLOCK) ?? [];
  try {
    return blocks.length === 0 ? undefined : blocks.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

/** Certificates in PEM, with further ones behind them that are not among them. The text stays as it is if there are none. */
export function withFurtherCertificates(text: string, further: string): string {
  const fingerprints = (certificatesIn(text) ?? []).map(({ fingerprint256 }) => fingerprint256);
  const others = (certificatesIn(further) ?? []).filter(({ fingerprint256 }) => !fingerprints.includes(fingerprint256));
  return others.length === 0 ? text : [text.trimEnd(), ...others.map(String)].join('\n');
}

/** Whether a text is one certificate in PEM, and not a chain or a certificate with its key. */
export function isOneCertificate(text: string): boolean {
  return certificatesIn(text) !== undefined && text.split('-----BEGIN ').length === 2;
}

/** Whether a text is certificates in PEM, one after the other, and nothing else. */
export function isChain(text: string): boolean {
  return certificatesIn(text)?.length === text.split('-----BEGIN ').length - 1;
}

/** The private key in a PEM text. Undefined if it is none that Istio can use, such as one with a passphrase. */
export function privateKeyIn(text: string): KeyObject | undefined {
  try {
    return createPrivateKey({ key: text, format: 'pem' });
  } catch {
    return undefined;
  }
}

/** A private key that an authority signs with: the only one in a PEM text, RSA or ECDSA. Else what the text is, for a message that shows nothing of it. */
export function signingKeyIn(text: string): KeyObject | string {
  // openssl writes the parameters of a curve before some keys.
  const blocks = text.match(/-----BEGIN (?!EC PARAMETERS)/g) ?? [];
  if (blocks.length > 1) return `${blocks.length} blocks of PEM`;
  if (/-----BEGIN ENCRYPTED|^Proc-Type: .*ENCRYPTED/m.test(text)) return 'a private key with a passphrase';
  const key = privateKeyIn(text);
  if (key === undefined) return 'no private key';
  const kind = key.asymmetricKeyType;
  return kind === 'rsa' || kind === 'ec' ? key : `a private key of the kind ${kind ?? '(unknown)'}`;
}

/** The DNS names that a certificate is for, wildcards among them. */
export function dnsNamesOf({ subjectAltName }: X509Certificate): string[] {
  return (subjectAltName ?? '')
    .split(', ')
    .flatMap((name) => (name.startsWith('DNS:') ? [name.slice('DNS:'.length).toLowerCase()] : []));
}
