import type { Reading } from '../../../config/read';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { spiffeId } from '../../../model/names/spiffe-id';
import { certificatesIn } from '../../../model/certificates/pem';
import { clientAccount } from '../../workloads/names';
import { peersIn, type Visit } from '../../answers/netexec';
import { firstLine, originOf } from '../../answers/page';
import { deployed } from '../../deployed';
import type { SeenIdentities } from '../seen-identities';

/** A service of another mesh, called by a workload of the mesh that imports it. */
export interface ImportResult extends SeenIdentities {
  /** The federation's name in the config. */
  readonly federation: string;
  /** What was deployed: whether the two meshes trust each other. Where they do not, calls have to be refused. */
  readonly trust: 'exchanged' | 'withdrawn';
  /** Key of the service in the config. */
  readonly service: string;
  /** The mesh that exports it. */
  readonly from: string;
  /** The mesh that imports it. */
  readonly to: string;
  /** The cluster of the importing mesh whose client called. */
  readonly consumer: string;
  readonly host: string;
  readonly port: number;
  readonly ok: boolean;
  /**
   * `denied`: the service's proxy accepted the connection, and a policy lets the caller in no further. `refused`: the call failed, and the
   * client's proxy does not trust the root of the exporting mesh. `silent`: anything else without an answer.
   */
  readonly outcome: 'answered' | 'denied' | 'refused' | 'silent' | 'not asked';
  /** The first line of the answer, or why there is none. */
  readonly detail: string;
}

/** A port of a service that a mesh imports, as one cluster of that mesh sees it. */
export interface ImportSubject extends Pick<
  ImportResult,
  'federation' | 'trust' | 'service' | 'from' | 'to' | 'consumer' | 'host' | 'port'
> {
  /** What is spoken on the port. */
  readonly protocol: string;
  /** SPIFFE identity of the client that calls. */
  readonly caller: string;
  /** SPIFFE identities that workloads of the service have. */
  readonly identities: readonly string[];
  /** Root certificate of the mesh that exports it, PEM. */
  readonly root: string;
}

/**
 * The services that meshes of a stack import from each other: one entry for each of their ports in each cluster of the importing mesh.
 *
 * @param namespace of verify's clients.
 * @throws CommandError where config and outputs do not fit.
 */
export function importsOf(
  { plan }: Reading,
  outputs: MeshworkOutputs,
  stack: string,
  namespace: string,
): ImportSubject[] {
  return plan.federations.flatMap(({ imports, name }) => {
    const federation = deployed(outputs.federations, name, 'federation', stack);
    const made = Object.fromEntries(federation.imports.map((one) => [`${one.service} of ${one.from}`, one]));
    return imports.flatMap(({ from, identities, ports, service, to }) => {
      const root = deployed(outputs.meshes, from, 'mesh', stack).rootCertificate;
      const { host } = deployed(made, `${service} of ${from}`, 'federated service', stack);
      const trustDomain = plan.meshes.find((mesh) => mesh.name === to)?.trustDomain ?? '';
      const consumers = plan.clusters.filter(({ mesh }) => mesh === to).map((cluster) => cluster.name);
      return consumers.flatMap((consumer) =>
        ports.map(({ number, protocol }) => ({
          federation: name,
          trust: federation.trust,
          service,
          from,
          to,
          consumer,
          host,
          port: number,
          protocol: protocol.toLowerCase(),
          caller: spiffeId(trustDomain, namespace, clientAccount(consumer)),
          identities,
          root,
        })),
      );
    });
  });
}

/** Whether a client's proxy trusts the root of the exporting mesh; undefined if it could not be asked. */
export type Trusts = boolean | undefined;

/** Whether a root is among the certificates that a proxy trusts, both PEM; undefined for a proxy that has none yet. */
export function isTrusted({ root }: Pick<ImportSubject, 'root'>, trusted: string): Trusts {
  const [wanted] = certificatesIn(root) ?? [];
  const known = certificatesIn(trusted) ?? [];
  return known.length === 0 ? undefined : known.some(({ fingerprint256 }) => fingerprint256 === wanted?.fingerprint256);
}

/** Whether a call got nothing but the word of a proxy that it failed: the roots of the client's proxy then tell whether it was refused. */
export function hasFailed(visit: Visit): boolean {
  return visit.kind === 'page' && originOf(visit.body) === 'failed';
}

/**
 * Judges a call to an import: answered while the meshes trust each other, and refused while they do not.
 *
 * @param trusts matters for a call that {@link hasFailed}.
 */
export function judgeImport(subject: ImportSubject, visit: Visit, trusts: Trusts): ImportResult {
  if (visit.kind === 'error') return result(subject, 'silent', visit.message);
  const { body } = visit;
  switch (originOf(body)) {
    case 'failed':
      return trusts === false
        ? result(subject, 'refused', `the client's proxy does not trust the root of mesh ${subject.from}`)
        : result(subject, 'silent', `a proxy before it answered: ${firstLine(body)}`);
    case 'denied':
      return result(subject, 'denied', "the service's proxy took the call, and no policy lets verify's client in");
    case 'service':
      return answered(subject, body);
  }
}

/** A port that was not asked, and why. */
export function unaskedImport(subject: ImportSubject): ImportResult {
  return result(subject, 'not asked', `it speaks ${subject.protocol}, and only HTTP is asked`);
}

/** A port that nobody could call. */
export function unreachedImport(subject: ImportSubject, why: string): ImportResult {
  return result(subject, 'silent', why);
}

function answered(subject: ImportSubject, body: string): ImportResult {
  const { destination, source } = peersIn(body) ?? {};
  const wrong = [
    ...(source === undefined || source === subject.caller ? [] : [`it saw the caller as ${source}`]),
    ...(destination === undefined || subject.identities.includes(destination)
      ? []
      : [`it is ${destination}, not ${subject.identities.join(' or ')}`]),
  ];
  const seen = { sourceIdentity: source ?? null, destinationIdentity: destination ?? null };
  const judged = { ...result(subject, 'answered', firstLine(body)), ...seen };
  return wrong.length === 0 ? judged : { ...judged, ok: false, detail: wrong.join('; ') };
}

/** Outcomes that are as they should be. A service that denies verify's client has proven all that a federation is for. */
const EXPECTED: Readonly<Record<ImportResult['trust'], readonly ImportResult['outcome'][]>> = {
  exchanged: ['answered', 'denied', 'not asked'],
  withdrawn: ['refused', 'not asked'],
};

function result(subject: ImportSubject, outcome: ImportResult['outcome'], detail: string): ImportResult {
  const { consumer, federation, from, host, port, service, to, trust } = subject;
  const nobody = { sourceIdentity: null, destinationIdentity: null };
  const ok = EXPECTED[trust].includes(outcome);
  return { federation, trust, service, from, to, consumer, host, port, ok, outcome, ...nobody, detail };
}
