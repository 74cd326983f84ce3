import type { Call } from '../../answers/netexec';
import type { PlaintextResult } from '../../report/report';
import type { MeshSubject } from '../../subject';

/** How a Go program reports that its peer hung up: this is what refusing plaintext looks like from outside. */
const HUNG_UP = /connection reset by peer|\bEOF\b|broken pipe/;

/** Judges a call in plaintext from a pod outside the mesh to a server in it. */
export function judgePlaintext(mesh: MeshSubject, cluster: string, call: Call): PlaintextResult {
  const { detail, outcome } = outcomeOf(mesh, call);
  const ok = outcome === 'refused' ? mesh.mtls === 'strict' : outcome === 'allowed by config';
  return { mesh: mesh.name, cluster, ok, outcome, detail };
}

function outcomeOf({ mtls }: MeshSubject, call: Call): Pick<PlaintextResult, 'outcome' | 'detail'> {
  if (call.kind === 'answer') {
    const outcome = mtls === 'strict' ? 'allowed against config' : 'allowed by config';
    return { outcome, detail: `the server answered; mTLS of the mesh is ${mtls}` };
  }
  if (!HUNG_UP.test(call.message)) return { outcome: 'unclear', detail: call.message };
  return { outcome: 'refused', detail: call.message };
}
