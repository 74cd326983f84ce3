import * as pulumi from '@pulumi/pulumi';
import type { MachineCertificate } from './machine-certificate';

/** By what a machine proves to istiod who it is, and how long that holds. */
export type Proof = CertificateProof | TokenProof;

/** The certificate of `identity: certificate`. */
export interface CertificateProof {
  readonly kind: 'certificate';
  /** PEM. Secret. */
  readonly key: string;
  /** The certificate and what signed it, PEM. */
  readonly chain: string;
  /** Seconds since 1970. */
  readonly begin: number;
  /** Seconds since 1970. */
  readonly end: number;
}

/** The token of `identity: token`. */
export interface TokenProof {
  readonly kind: 'token';
  /** A JSON Web Token. Secret. */
  readonly token: string;
  /** Seconds since 1970. */
  readonly begin: number;
  /** Seconds since 1970. */
  readonly end: number;
}

/** The proof that a certificate is. Secret. */
export function certificateProof({ begin, chain, expiry, privateKey }: Certificate): pulumi.Output<CertificateProof> {
  const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);
  return pulumi.all([privateKey, chain, begin, expiry]).apply(([key, certificates, from, until]): CertificateProof => ({
    kind: 'certificate',
    key,
    chain: certificates,
    begin: seconds(from),
    end: seconds(until),
  }));
}

type Certificate = Pick<MachineCertificate, 'privateKey' | 'chain' | 'begin' | 'expiry'>;

/**
 * The proof that a token of a Kubernetes cluster is.
 *
 * @throws Error if it is no JSON Web Token with times. The message does not show it.
 */
export function tokenProof(token: string): TokenProof {
  const { exp, iat } = claimsOf(token);
  if (typeof iat !== 'number' || typeof exp !== 'number')
    throw new Error('The cluster issued a token that does not say when it begins and ends.');
  return { kind: 'token', token, begin: iat, end: exp };
}

function claimsOf(token: string): { readonly iat?: unknown; readonly exp?: unknown } {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
  } catch {
    return {};
  }
}
