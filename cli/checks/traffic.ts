import { spiffeId } from '../../model/names';
import { callAll, dial } from './pairs/calls';
import { checkChain } from './certificates/chain';
import { authoritiesOf } from './istiods/control-planes';
import type { Endpoint } from '../answers/envoy';
import { explain } from '../errors';
import { eventually } from '../eventually';
import { type PodHttp, usingPod } from '../kubernetes/pod-http';
import { clientAccount, PORTS, serverAccount } from '../workloads/names';
import { pairsFrom } from './pairs/pairs';
import { judgePlaintext } from './plaintext/plaintext';
import { certificatesOf, proxyEndpoints } from '../answers/proxy';
import type { CertificateResult, PairResult, PlaintextResult } from '../report/report';
import { routesFrom } from './pairs/route';
import type { ClusterSession } from '../workloads/session';
import type { MeshSubject } from '../subject';

/** A mesh with our stay in each of its clusters. */
export interface MeshRun {
  readonly mesh: MeshSubject;
  readonly sessions: readonly ClusterSession[];
  readonly namespace: string;
}

/** The matrix of a mesh, and the endpoints by which its clients went. */
export interface Matrix {
  readonly pairs: readonly PairResult[];
  /** Endpoints for the servers in the proxy of each cluster's client. */
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[] | undefined>;
}

/** How long is asked what is of interest although the time for calls is over, or the cluster has a problem already. */
const BRIEFLY_MS = 10_000;

/** Calls from the client of each cluster to the servers of all, until each has answered or the signal says stop. */
export async function checkMatrix({ mesh, namespace, sessions }: MeshRun, signal: AbortSignal): Promise<Matrix> {
  const started = sessions.filter(({ pods }) => pods !== undefined);
  const servers = started.map(({ subject }) => serverAccount(subject.version));
  const addresses = new Map(started.map(({ name, pods }) => [name, pods?.server.ip ?? '']));
  const endpoints = new Map<string, readonly Endpoint[] | undefined>();
  const rows = sessions.map(async ({ client, pods, subject }) => {
    if (pods === undefined) return pairsFrom(subject, mesh, namespace, undefined, undefined);
    const log = await usingPod(client, netexecOf(namespace, pods.client.name), (caller) =>
      callAll(caller, namespace, servers, signal),
    );
    const look = (within: AbortSignal) =>
      proxyEndpoints(client, namespace, pods.client.name, within).then(
        (known) => ({ known }),
        () => undefined,
      );
    const isSeen = (seen: Awaited<ReturnType<typeof look>>) => seen !== undefined;
    // The time for calls may be over; how the proxy stands is of all the more interest then.
    const found =
      (await eventually(() => look(signal), isSeen, signal)) ?? (await look(AbortSignal.timeout(BRIEFLY_MS)));
    if (found === undefined) return pairsFrom(subject, mesh, namespace, log, undefined);
    endpoints.set(subject.name, found.known);
    return pairsFrom(subject, mesh, namespace, log, routesFrom(subject, mesh, found.known, addresses));
  });
  return { pairs: (await Promise.all(rows)).flat(), endpoints };
}

/**
 * Holds the certificates of a client and a server in each cluster against the mesh's root and its istiod, once they are shown; asks until then, or
 * until the signal says stop.
 */
export async function checkCertificates(
  { mesh, namespace, sessions }: MeshRun,
  signal: AbortSignal,
): Promise<CertificateResult[]> {
  const signers = new Map(
    sessions
      .filter(({ subject }) => subject.servedBy === subject.name)
      .map((session) => [session.name, authoritiesOf(session, limitFor(session, signal))]),
  );
  const checks = sessions.flatMap(({ client, pods, subject }) =>
    (['client', 'server'] as const).map(async (workload): Promise<CertificateResult> => {
      const account = workload === 'client' ? clientAccount(subject.name) : serverAccount(subject.version);
      const common = { mesh: mesh.name, cluster: subject.name, workload, signedBy: subject.servedBy };
      const silent = (why: string): CertificateResult => {
        const nothing = { identity: null, intermediate: null, expires: null };
        return { ...common, ...nothing, ok: false, problems: [`its proxy could not be asked: ${why}`] };
      };
      if (pods === undefined) return silent('it does not run');
      const attempt = async (): Promise<CertificateResult> => {
        try {
          const { chain, trusted } = await certificatesOf(client, namespace, pods[workload].name, signal);
          const finding = checkChain(chain, trusted, {
            identity: spiffeId(mesh.trustDomain, namespace, account),
            root: mesh.rootCertificate,
            signer: await signers.get(subject.servedBy),
            signerCluster: subject.servedBy,
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

/** Calls the server of each cluster in plaintext, from a pod outside the mesh, until the outcome is clear or the signal says stop. */
export async function checkPlaintext(
  { mesh, namespace, sessions }: MeshRun,
  signal: AbortSignal,
): Promise<PlaintextResult[]> {
  const checks = sessions.map(async ({ client, pods, subject }) => {
    if (pods === undefined)
      return judgePlaintext(mesh, subject.name, { kind: 'error', message: 'client and server do not run' });
    const attempt = async (plain: PodHttp) => {
      const { call } = await dial(plain, pods.server.ip, PORTS.netexec, signal);
      return judgePlaintext(mesh, subject.name, call);
    };
    return usingPod(client, netexecOf(namespace, pods.plain.name), (plain) =>
      eventually(
        () => attempt(plain),
        ({ outcome }) => outcome !== 'unclear',
        signal,
      ),
    );
  });
  return Promise.all(checks);
}

/** A cluster with a problem may never answer, and fails the run in any case. */
function limitFor({ problem }: ClusterSession, signal: AbortSignal): AbortSignal {
  return problem === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(BRIEFLY_MS)]);
}

function netexecOf(namespace: string, pod: string) {
  return { namespace, pod, port: PORTS.netexec };
}
