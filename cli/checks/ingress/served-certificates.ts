import type { X509Certificate } from 'node:crypto';
import type { Reading } from '../../../config/read';
import { oneLine } from '../../../model/certificates/chain';
import { certificatesIn } from '../../../model/certificates/pem';
import { nameIn } from '../../../model/plan/gateway-hosts';
import type { IngressGatewayPlan } from '../../../model/plan/ingress-gateway-plan';
import { ingressGatewaysOf } from '../../../model/plan/plan';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { deployed } from '../../deployed';
import type { Status } from '../check';
import { VERIFY_LABEL } from './ingress-routes';

/** The certificate that an ingress gateway serves for a host, asked for in a pod of the gateway. */
export interface ServedCertificateResult {
  /** The gateway's name in the config. */
  readonly gateway: string;
  /** The cluster that it stands in. */
  readonly cluster: string;
  /** Name of the server in the config: of `https`, or of `ports`. */
  readonly server: string;
  readonly host: string;
  /** The port that it answers on. */
  readonly port: number;
  /** Whether a certificate is served that clients can take. */
  readonly ok: boolean;
  /** The subjects of what is served: the server's certificate first. Empty if nothing is. */
  readonly chain: readonly string[];
  /** The issuer of the last certificate of the chain; null if nothing is served. */
  readonly issuer: string | null;
  /** When the server's certificate ends, RFC 3339; null if nothing is served. */
  readonly expires: string | null;
  /** The reason why nothing is served; empty otherwise. */
  readonly detail: string;
  readonly problems: readonly string[];
}

/** A host of an HTTPS server of an ingress gateway. */
export interface ServedCertificateSubject extends Pick<
  ServedCertificateResult,
  'gateway' | 'cluster' | 'server' | 'host' | 'port'
> {
  /** The name to ask for: the host, or a name that it stands for. */
  readonly requestedHost: string;
  /** Pod labels that select the gateway. */
  readonly selector: IngressGatewayPlan['selector'];
  /** Whether the gateway takes nothing without the PROXY protocol. */
  readonly proxyProtocol: boolean;
  /** The certificate that config gives, PEM; undefined if config gives none. */
  readonly given: string | undefined;
  /** The authority that the stack made for it, PEM; undefined if it made none. */
  readonly authority: string | undefined;
}

/**
 * The hosts of HTTPS servers at the ingress gateways of a stack.
 *
 * @throws CommandError where config and outputs do not fit.
 */
export function servedCertificatesOf(
  { plan }: Reading,
  outputs: MeshworkOutputs,
  stack: string,
): ServedCertificateSubject[] {
  return ingressGatewaysOf(plan).flatMap(({ cluster, key, proxyProtocol, selector, tlsServers }) => {
    if (tlsServers.length === 0) return [];
    const { certificates } = deployed(outputs.ingressGateways, key, 'gateway', stack);
    return tlsServers.flatMap(({ certificate, hosts, name, port }) =>
      hosts.map((host) => ({
        ...{ gateway: key, cluster, server: name, host, port, selector, proxyProtocol },
        requestedHost: nameIn(host, VERIFY_LABEL),
        given: 'given' in certificate ? certificate.given : undefined,
        authority: certificates[name]?.authority ?? undefined,
      })),
    );
  });
}

/** Judges the chain that a gateway served, the server's certificate first. */
export function judgeServed(
  subject: ServedCertificateSubject,
  chain: readonly X509Certificate[],
  now: Date,
): ServedCertificateResult {
  const [own] = chain;
  if (own === undefined) return unserved(subject, 'the gateway showed no certificate');
  const problems = [
    ...hostProblem(own, subject),
    ...chain.flatMap((certificate) => periodProblem(certificate, now)),
    ...chainProblems(chain),
    ...originProblem(own, subject),
  ];
  return {
    ...named(subject),
    ok: problems.length === 0,
    chain: chain.map((certificate) => nameOf(certificate)),
    issuer: oneLine(chain.at(-1)?.issuer ?? ''),
    expires: new Date(own.validTo).toISOString(),
    detail: '',
    problems,
  };
}

/** A host for which no certificate is served, and why. */
export function unserved(subject: ServedCertificateSubject, detail: string): ServedCertificateResult {
  return { ...named(subject), ok: false, chain: [], issuer: null, expires: null, detail, problems: [] };
}

/** The days before its end in which a certificate asks for attention. */
const SOON_DAYS = 7;

const MILLISECONDS_PER_DAY = 86_400_000;

/** Whether a served certificate is good, or good but not for long. */
export function judgeByEnd({ expires, ok }: ServedCertificateResult, now: Date = new Date()): Status {
  if (!ok || expires === null) return 'fail';
  return Date.parse(expires) - now.getTime() < SOON_DAYS * MILLISECONDS_PER_DAY ? 'warn' : 'pass';
}

function named({ cluster, gateway, host, port, server }: ServedCertificateSubject) {
  return { gateway, cluster, server, host, port };
}

function hostProblem(own: X509Certificate, { host, requestedHost }: ServedCertificateSubject): string[] {
  // A server for every name may have a certificate for some.
  if (host === '*' || own.checkHost(requestedHost) !== undefined) return [];
  return [`the certificate is for ${own.subjectAltName ?? 'no name'}, and clients ask for ${requestedHost}`];
}

function periodProblem(certificate: X509Certificate, now: Date): string[] {
  if (now < new Date(certificate.validFrom))
    return [`${nameOf(certificate)} is not valid before ${certificate.validFrom}`];
  return now > new Date(certificate.validTo) ? [`${nameOf(certificate)} ended on ${certificate.validTo}`] : [];
}

function chainProblems(chain: readonly X509Certificate[]): string[] {
  return chain.flatMap((certificate, index) => {
    const issuer = chain[index + 1];
    if (issuer === undefined || (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))) return [];
    return [`${nameOf(issuer)} follows ${nameOf(certificate)} in the chain, and did not issue it`];
  });
}

/** Whether it is the certificate that config gives, or that the stack made. */
function originProblem(own: X509Certificate, { authority, given }: ServedCertificateSubject): string[] {
  const [wanted] = certificatesIn(given ?? '') ?? [];
  if (wanted !== undefined && wanted.fingerprint256 !== own.fingerprint256)
    return ['it is not the certificate that config gives'];
  const [issuer] = certificatesIn(authority ?? '') ?? [];
  if (issuer !== undefined && !own.verify(issuer.publicKey))
    return ["it is not signed by the authority in the stack's outputs"];
  return [];
}

/** A certificate that a stack makes has no subject, so its names stand for it. */
function nameOf(certificate: X509Certificate): string {
  // Node types it as a string, but it is undefined when empty.
  const subject = certificate.subject as string | undefined;
  return subject === undefined || subject === ''
    ? (certificate.subjectAltName ?? 'a certificate without a name')
    : oneLine(subject);
}
