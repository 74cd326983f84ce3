import type { X509Certificate } from 'node:crypto';
import { type DerElement, derElements, TAG } from './der';

/** Object identifiers of extensions (RFC 5280, 4.2.1), as DER has them. */
const EXTENSION = { keyUsage: '551d0f', basicConstraints: '551d13', nameConstraints: '551d1e' } as const;

/** The field of a certificate that holds the extensions: `[3]`. */
const EXTENSIONS = 0xa3;

/** Uses of a leaf, by their object identifiers (RFC 5280, 4.2.1.12). */
const USE = { any: '2.5.29.37.0', server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;

/** The bit `keyCertSign`, the sixth, in the first byte of a key usage. */
const KEY_CERT_SIGN = 0x04;

/** How many authorities may come between an authority and a leaf (basic constraints); undefined for any number. */
export function pathLength(certificate: X509Certificate): number | undefined {
  const length = valueOf(certificate, 'basicConstraints').find(({ tag }) => tag === TAG.integer);
  return length?.contents.readUIntBE(0, length.contents.length);
}

/** Whether the basic constraints of a certificate say that it is an authority. Node also looks at the key usage. */
export function isAuthority(certificate: X509Certificate): boolean {
  return valueOf(certificate, 'basicConstraints').some(({ contents, tag }) => tag === TAG.boolean && contents[0] !== 0);
}

/** Whether the key usage of an authority, if it has one, includes to sign certificates. */
export function maySignCertificates(certificate: X509Certificate): boolean {
  const extension = extensionOf(certificate, 'keyUsage');
  if (extension === undefined) return true;
  // A string of bits begins with a byte that says how many bits of the last one do not count.
  const bits = derElements(extension)[0]?.contents ?? Buffer.of();
  return bits.length > 1 && (bits.readUInt8(1) & KEY_CERT_SIGN) !== 0;
}

/** Whether what an authority signs may be used by servers and clients of TLS: its extended key usage, if it has one, holds for all below it. */
export function isForTls({ keyUsage }: X509Certificate): boolean {
  // Node types it as a list, but it is undefined without an extended key usage.
  const uses = keyUsage as string[] | undefined;
  return uses === undefined || uses.includes(USE.any) || (uses.includes(USE.server) && uses.includes(USE.client));
}

/** The elements of the sequence that an extension is. Empty without it. */
export function valueOf(certificate: X509Certificate, name: keyof typeof EXTENSION): DerElement[] {
  const extension = extensionOf(certificate, name);
  return extension === undefined ? [] : derElements(derElements(extension)[0]?.contents ?? Buffer.of());
}

/** What the octet string of an extension holds; undefined without it. */
function extensionOf({ raw }: X509Certificate, name: keyof typeof EXTENSION): Buffer | undefined {
  const [certificate] = derElements(raw);
  const [toBeSigned] = derElements(certificate?.contents ?? Buffer.of());
  const field = derElements(toBeSigned?.contents ?? Buffer.of()).find(({ tag }) => tag === EXTENSIONS);
  const [list] = derElements(field?.contents ?? Buffer.of());
  const extensions = derElements(list?.contents ?? Buffer.of()).map(({ contents }) => derElements(contents));
  // Identifier, perhaps whether it is critical, value.
  return extensions.find(([id]) => id?.contents.toString('hex') === EXTENSION[name])?.at(-1)?.contents;
}
