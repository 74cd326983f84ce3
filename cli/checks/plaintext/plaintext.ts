import type { Call } from '../../answers/netexec';
import { eventually } from '../../eventually';
import type { MeshSubject } from '../../subject';
import type { TunnelHttp } from '../../tunnel-http';
import { type MeshCheck, type MeshRun, passOrFail } from '../check';
import { dial } from '../../workloads/pod-caller';

/** A call in plaintext. */
export interface PlaintextResult {
  readonly mesh: string;
  /** The cluster or machine that was called. */
  readonly place: string;
  readonly ok: boolean;
  /** `unclear`: there was an answer or an error that says neither. */
  readonly outcome: 'refused' | 'allowed by config' | 'allowed against config' | 'unclear';
  readonly detail: string;
}

/** Calls in plaintext, from outside of a mesh to a server in it. */
export const plaintextCheck: MeshCheck<'plaintext', PlaintextResult> = {
  id: 'MW301',
  title: 'Plaintext is refused where the mesh says so',
  anchor: 'mw301',
  key: 'plaintext',
  noun: 'plaintext check',
  advice: 'Look for a PeerAuthentication that says otherwise than the mesh (`kubectl get peerauthentication -A`).',
  needs: 'mesh workloads',
  late: 'no answer',
  showsTraffic: false,
  ask: checkPlaintext,
  judge: passOrFail,
  line: ({ detail, outcome, place }) => `plaintext to ${place}: ${outcome} (${detail})`,
  problems: () => [],
};

/** Calls the server of each place in plaintext, from a client outside the mesh, until the outcome is clear or the signal says stop. */
export async function checkPlaintext(
  { clusters, mesh, places }: MeshRun,
  signal: AbortSignal,
): Promise<PlaintextResult[]> {
  const checks = places.map(async ({ subject, workloads }) => {
    const caller = clusters.find(({ name }) => name === subject.plainFrom)?.workloads;
    if (workloads?.serverAddress === undefined || caller === undefined)
      return judgePlaintext(mesh, subject.name, { kind: 'error', message: 'client and server do not run' });
    const { serverAddress } = workloads;
    const attempt = async (plain: TunnelHttp) => {
      const { call } = await dial(plain, serverAddress, subject.serverPort, signal);
      return judgePlaintext(mesh, subject.name, call);
    };
    return caller.asking('plain', (plain) =>
      eventually(
        () => attempt(plain),
        ({ outcome }) => outcome !== 'unclear',
        signal,
      ),
    );
  });
  return Promise.all(checks);
}

/** How a Go program reports that its peer hung up: this is what refusing plaintext looks like from outside. */
const HUNG_UP = /connection reset by peer|\bEOF\b|broken pipe/;

/** Judges a call in plaintext from a pod outside the mesh to a server in it. */
export function judgePlaintext(mesh: MeshSubject, place: string, call: Call): PlaintextResult {
  const { detail, outcome } = outcomeOf(mesh, call);
  const ok = outcome === 'refused' ? mesh.mtls === 'strict' : outcome === 'allowed by config';
  return { mesh: mesh.name, place, ok, outcome, detail };
}

function outcomeOf({ mtls }: MeshSubject, call: Call): Pick<PlaintextResult, 'outcome' | 'detail'> {
  if (call.kind === 'answer') {
    const outcome = mtls === 'strict' ? 'allowed against config' : 'allowed by config';
    return { outcome, detail: `the server answered; mTLS of the mesh is ${mtls}` };
  }
  if (!HUNG_UP.test(call.message)) return { outcome: 'unclear', detail: call.message };
  return { outcome: 'refused', detail: call.message };
}
