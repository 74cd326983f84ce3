import { X509Certificate } from 'node:crypto';
import { oneLine } from '../../../model/certificates/chain';
import { certificatesIn } from '../../../model/certificates/pem';

/** What a workload's chain is held against. */
export interface ChainExpectation {
  /** SPIFFE identity that the workload should have. */
  readonly identity: string;
  /** The root that it should lead to, PEM. */
  readonly root: string;
  /** The mesh of that root. */
  readonly mesh: string;
  /** The istiod that should have signed; undefined for a certificate that the root itself signed. */
  readonly istiod: IstiodExpectation | undefined;
  readonly now: Date;
}

/** The istiod that should have signed a certificate. */
export interface IstiodExpectation {
  readonly cluster: string;
  /** Certificates that it presents itself; undefined if they could not be had. */
  readonly chain: readonly X509Certificate[] | undefined;
}

/** What a chain says, and what is wrong with it. */
export interface ChainFinding {
  readonly identity: string | null;
  readonly intermediate: string | null;
  readonly expires: string | null;
  readonly problems: readonly string[];
}

/** Follows a workload's certificate up to the root that it should lead to. */
export function checkChain(chain: string, trusted: string, expected: ChainExpectation): ChainFinding {
  const [leaf, ...above] = certificatesIn(chain) ?? [];
  if (leaf === undefined)
    return { identity: null, intermediate: null, expires: null, problems: ['the proxy has no workload certificate'] };
  const root = new X509Certificate(expected.root);
  const identity = uriOf(leaf);
  const path = pathToRoot(leaf, above, root);
  const intermediate = path.certificates[1];
  const problems = [
    ...(identity === expected.identity
      ? []
      : [`the certificate is for ${identity ?? 'no SPIFFE identity'}, not for ${expected.identity}`]),
    ...(path.complete
      ? []
      : [
          `the chain does not lead to the root of mesh ${expected.mesh} (${subject(root)}): it ends at ${subject(path.certificates.at(-1) ?? leaf)}`,
        ]),
    ...[...path.certificates, root].flatMap((certificate) => validityProblem(certificate, expected.now)),
    ...certificatesAreAuthorities(path.certificates.slice(1)),
    ...((certificatesIn(trusted) ?? []).some(({ fingerprint256 }) => fingerprint256 === root.fingerprint256)
      ? []
      : [`the proxy does not trust the root of mesh ${expected.mesh} (${subject(root)})`]),
    ...(expected.istiod === undefined ? [] : istiodProblems(intermediate, expected.istiod)),
  ];
  return {
    identity: identity ?? null,
    intermediate: intermediate === undefined ? null : subject(intermediate),
    expires: new Date(leaf.validTo).toISOString(),
    problems,
  };
}

/** Issuer by issuer, each signature checked, as far as the certificates at hand go. */
function pathToRoot(
  leaf: X509Certificate,
  candidates: readonly X509Certificate[],
  root: X509Certificate,
): { certificates: X509Certificate[]; complete: boolean } {
  const certificates = [leaf];
  let current = leaf;
  while (!isSignedBy(current, root)) {
    const left = candidates.filter((candidate) => !certificates.includes(candidate));
    const issuer = left.find((candidate) => isSignedBy(current, candidate));
    if (issuer === undefined) return { certificates, complete: false };
    certificates.push(issuer);
    current = issuer;
  }
  return { certificates, complete: true };
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function certificatesAreAuthorities(certificates: readonly X509Certificate[]): string[] {
  return certificates.filter(({ ca }) => !ca).map((certificate) => `${subject(certificate)} is no authority`);
}

function validityProblem(certificate: X509Certificate, now: Date): string[] {
  if (now < new Date(certificate.validFrom))
    return [`${subject(certificate)} is not valid before ${certificate.validFrom}`];
  return now > new Date(certificate.validTo) ? [`${subject(certificate)} ended on ${certificate.validTo}`] : [];
}

function istiodProblems(intermediate: X509Certificate | undefined, { chain, cluster }: IstiodExpectation): string[] {
  if (chain === undefined) return [`the istiod of ${cluster} did not show what it signs with`];
  if (intermediate === undefined) return ['no intermediate stands between the certificate and the root'];
  if (chain.some(({ fingerprint256 }) => fingerprint256 === intermediate.fingerprint256)) return [];
  return [`it is signed by ${subject(intermediate)}, which is not what the istiod of ${cluster} signs with`];
}

function uriOf(certificate: X509Certificate): string | undefined {
  return /URI:(?:")?(spiffe:\/\/[^",\s]+)/.exec(certificate.subjectAltName ?? '')?.[1];
}

/** A subject on one line. A workload's certificate has none, so its URI stands for it. */
function subject(certificate: X509Certificate): string {
  // Node types it as a string, but it is undefined when empty.
  const text = certificate.subject as string | undefined;
  return text === undefined || text === '' ? (uriOf(certificate) ?? 'a certificate without subject') : oneLine(text);
}
