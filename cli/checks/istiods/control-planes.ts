import type { X509Certificate } from 'node:crypto';
import { SYSTEM_NAMESPACE } from '../../../model/names';
import { explain } from '../../errors';
import { eventually } from '../../eventually';
import { type MeshCheck, passOrFail } from '../check';
import { type ControlPlaneResult, DEBUG_PATHS, judgeIstiod, readIstiod, silentIstiod } from './istiod';
import { usingPod } from '../../kubernetes/pod-http';
import type { ClusterSession } from '../../workloads/session';
import { signingAuthorities } from '../certificates/signer';
import type { MeshSubject } from '../../subject';
import { systemPods } from '../../kubernetes/system-pods';

/** The istiods of a mesh, each asked what it knows. */
export const istiodsCheck: MeshCheck<'controlPlanes', ControlPlaneResult> = {
  id: 'MW401',
  title: 'Istiods know every cluster and gateway of their mesh',
  anchor: 'mw401',
  key: 'controlPlanes',
  noun: 'istiod',
  advice:
    'A cluster that is not synced refuses its remote secret or cannot be reached; a gateway that is missing has no address.',
  needs: 'istiods',
  late: 'not as it should be',
  showsTraffic: false,
  ask: async ({ mesh, sessions }, signal) =>
    (await Promise.all(sessions.map((session) => checkIstiods(session, mesh, signal)))).flat(),
  judge: passOrFail,
  line: ({ cluster, clusters, gateways, pod }) => {
    const known = clusters.map(({ id, status }) => `${id} ${status}`).join(', ') || 'no clusters';
    const ways = gateways.map(({ address, network, port }) => `${network} ${address}:${port}`).join(', ');
    return `istiod of ${cluster} (${pod ?? 'no pod'}): ${known}; ${ways || 'no gateways'}`;
  },
  problems: ({ problems }) => problems,
};

/** The port of istiod that answers debug requests from its own loopback, which is where a port-forward comes from. */
const DEBUG_PORT = 15014;

/** Asks every istiod of a cluster what it knows, until it is as it should be or the signal says stop. */
export async function checkIstiods(
  session: ClusterSession,
  mesh: MeshSubject,
  signal: AbortSignal,
): Promise<ControlPlaneResult[]> {
  if (session.subject.watches === undefined) return [];
  if (session.problem !== undefined) return [silentIstiod(session.subject, mesh, 'the cluster cannot be reached')];
  return eventually(
    () => askIstiods(session, mesh, signal),
    (results) => results.every(({ ok }) => ok),
    signal,
  );
}

/** The authorities that the istiod of a cluster signs with, asked for until it says so; undefined if it does not before the signal says stop. */
export async function authoritiesOf(
  session: ClusterSession,
  signal: AbortSignal,
): Promise<X509Certificate[] | undefined> {
  const { client, subject } = session;
  const ask = async () => {
    try {
      const [pod = ''] = await istiodPods(session, signal);
      return await signingAuthorities(client, { namespace: SYSTEM_NAMESPACE, pod, revision: subject.revision }, signal);
    } catch {
      // Told by each certificate that is held against it.
      return undefined;
    }
  };
  return eventually(ask, (authorities) => authorities !== undefined, signal);
}

/** Asks the pods that there are: those of an istiod come and go. */
async function askIstiods(
  session: ClusterSession,
  mesh: MeshSubject,
  signal: AbortSignal,
): Promise<ControlPlaneResult[]> {
  try {
    const pods = await istiodPods(session, signal);
    return await Promise.all(pods.map((pod) => askIstiod(session, mesh, pod, signal)));
  } catch (error) {
    return [silentIstiod(session.subject, mesh, explain(error))];
  }
}

async function askIstiod(
  { client, subject }: ClusterSession,
  mesh: MeshSubject,
  pod: string,
  signal: AbortSignal,
): Promise<ControlPlaneResult> {
  try {
    const target = { namespace: SYSTEM_NAMESPACE, pod, port: DEBUG_PORT };
    const [clusters, gateways] = await usingPod(client, target, async (debug) => [
      await debug.text(DEBUG_PATHS.clusters, signal),
      await debug.text(DEBUG_PATHS.gateways, signal),
    ]);
    return judgeIstiod(subject, mesh, pod, readIstiod(clusters, gateways));
  } catch (error) {
    return { ...silentIstiod(subject, mesh, `its debug interface gave no answer: ${explain(error)}`), pod };
  }
}

async function istiodPods({ client, subject }: ClusterSession, signal: AbortSignal): Promise<string[]> {
  return systemPods(client, { app: 'istiod', 'istio.io/rev': subject.revision }, signal);
}
