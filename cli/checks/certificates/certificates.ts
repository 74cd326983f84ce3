import { certificatesOf } from '../../answers/proxy';
import { explain } from '../../errors';
import { eventually } from '../../eventually';
import type { MachineSubject } from '../../machine-subject';
import type { PlaceSubject } from '../../subject';
import type { ClusterPlace } from '../../workloads/cluster-place';
import { type MeshCheck, type MeshRun, passOrFail } from '../check';
import { authoritiesOf } from './signing-authorities';
import { checkChain } from './chain';

/** The certificate of one workload, and the chain behind it. */
export interface CertificateResult {
  readonly mesh: string;
  /** The cluster or machine of the workload. */
  readonly place: string;
  /** A machine has one proxy for both: that of its server. */
  readonly workload: 'client' | 'server';
  readonly ok: boolean;
  readonly identity: string | null;
  /** Subject of the intermediate that signed it. */
  readonly intermediate: string | null;
  /** The cluster whose istiod signs it; for a machine with an authority of its own, the mesh whose root does. */
  readonly signedBy: string;
  /** When the workload's certificate ends, RFC 3339. */
  readonly expires: string | null;
  readonly problems: readonly string[];
}

/** The certificates of a client and a server in each place. */
export const certificatesCheck: MeshCheck<'certificates', CertificateResult> = {
  id: 'MW201',
  title: "Certificates lead to the mesh's root",
  anchor: 'mw201',
  key: 'certificates',
  noun: 'certificate',
  advice:
    'Restart the istiod that signs and then the workload, if the authority was changed; else compare the root with the outputs.',
  needs: 'mesh workloads',
  late: 'not as they should be',
  showsTraffic: false,
  ask: checkCertificates,
  judge: passOrFail,
  line: ({ expires, intermediate, place, signedBy, workload }) => {
    const signed =
      intermediate === null
        ? `signed by the root of mesh ${signedBy}`
        : `signed by ${intermediate} of ${signedBy}, up to the mesh's root`;
    const chain = expires === null ? 'no chain' : signed;
    return `certificate of ${workload} in ${place}: ${chain}${expires === null ? '' : `, until ${expires}`}`;
  },
  problems: ({ problems }) => problems,
};

/** Client and server on a machine share its proxy. */
function workloadsOf({ kind }: PlaceSubject): readonly CertificateResult['workload'][] {
  return kind === 'machine' ? ['server'] : ['client', 'server'];
}

/** Who signs the certificate of a place, if its istiod does not. */
function authorityOf(subject: PlaceSubject | MachineSubject): MachineSubject['authority'] {
  return 'authority' in subject ? subject.authority : undefined;
}

/** How long a cluster with a problem is asked what its istiod signs with, in milliseconds. */
const BRIEFLY_MS = 10_000;

/**
 * Holds the certificates of a client and a server in each place against the mesh's root and its istiod, once they are shown; asks until then, or
 * until the signal says stop.
 */
export async function checkCertificates(
  { clusters, mesh, places }: MeshRun,
  signal: AbortSignal,
): Promise<CertificateResult[]> {
  const istiodChains = new Map(
    clusters
      .filter(({ subject }) => subject.servedBy === subject.name)
      .map((cluster) => [cluster.name, authoritiesOf(cluster, limitFor(cluster, signal))]),
  );
  const checks = places.flatMap(({ subject, workloads }) =>
    workloadsOf(subject).map(async (workload): Promise<CertificateResult> => {
      const common = {
        mesh: mesh.name,
        place: subject.name,
        workload,
        signedBy: authorityOf(subject)?.mesh ?? subject.servedBy,
      };
      const silent = (why: string): CertificateResult => {
        const nothing = { identity: null, intermediate: null, expires: null };
        return { ...common, ...nothing, ok: false, problems: [`its proxy could not be asked: ${why}`] };
      };
      if (workloads === undefined) return silent('it does not run');
      const attempt = async (): Promise<CertificateResult> => {
        try {
          const { chain, trusted } = await certificatesOf(workloads, workload, signal);
          const own = authorityOf(subject);
          const finding = checkChain(chain, trusted, {
            identity: subject.identities[workload],
            root: own?.rootCertificate ?? mesh.rootCertificate,
            mesh: own?.mesh ?? mesh.name,
            istiod:
              own === undefined
                ? { cluster: subject.servedBy, chain: await istiodChains.get(subject.servedBy) }
                : undefined,
            now: new Date(),
          });
          return { ...common, ...finding, ok: finding.problems.length === 0 };
        } catch (error) {
          return silent(explain(error));
        }
      };
      // A proxy keeps what it has for hours: asked again, it would show the same.
      return eventually(attempt, ({ expires }) => expires !== null, signal);
    }),
  );
  return Promise.all(checks);
}

/** A cluster with a problem may never answer, and fails the run in any case. */
function limitFor({ problem }: ClusterPlace, signal: AbortSignal): AbortSignal {
  return problem === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(BRIEFLY_MS)]);
}
