import type * as pulumi from '@pulumi/pulumi';
import * as tls from '@pulumi/tls';
import type { KeyAlgorithm } from '../../model/plan/plan';

/** What the certificate of an authority may be used for. No extended uses: an intermediate that has some but not serverAuth is refused by istiod. */
export const CA_USES = ['cert_signing', 'crl_signing'];

/** The part of the subject of an authority that stays as it was made, whatever the program says later. */
export const ORGANIZATION = ['subject.organization'];

/** tls resources count validity in hours. */
export const HOURS_PER_DAY = 24;

/** 3072 bits: as strong as AES-128, and good beyond 2030 (NIST SP 800-57 part 1, table 2). */
const RSA_BITS = 3072;

/** An authority that signs with a key that is at hand. */
export interface Signer {
  /** Its certificate, PEM. */
  readonly certificate: pulumi.Output<string>;
  /** PEM. Secret. */
  readonly privateKey: pulumi.Output<string>;
  /** When the authority ends, RFC 3339. */
  readonly expiry: pulumi.Output<string>;
}

/** The private key of an authority. */
export function caKey(name: string, algorithm: KeyAlgorithm, opts: pulumi.CustomResourceOptions): tls.PrivateKey {
  return new tls.PrivateKey(
    name,
    algorithm === 'rsa' ? { algorithm: 'RSA', rsaBits: RSA_BITS } : { algorithm: 'ECDSA', ecdsaCurve: 'P256' },
    opts,
  );
}
