import type { X509Certificate } from 'node:crypto';
import { SYSTEM_NAMESPACE } from '../../spec/names';
import { explain } from './errors';
import { eventually } from './eventually';
import { DEBUG_PATHS, judgeIstiod, readIstiod, silentIstiod } from './istiod';
import { type PodHttp, usingPod } from './kubernetes/pod-http';
import type { ControlPlaneResult } from './report';
import type { ClusterSession } from './session';
import { signingAuthorities } from './signer';
import type { MeshSubject } from './subject';
import { systemPods } from './system-pods';

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
  try {
    const pods = await istiodPods(session, signal);
    return await Promise.all(pods.map((pod) => checkIstiod(session, mesh, pod, signal)));
  } catch (error) {
    return [silentIstiod(session.subject, mesh, explain(error))];
  }
}

/** The authorities that the istiod of a cluster signs with, or undefined if it does not say. */
export async function authoritiesOf(
  session: ClusterSession,
  signal: AbortSignal,
): Promise<X509Certificate[] | undefined> {
  try {
    const { revision } = session.subject;
    const [pod] = await istiodPods(session, signal);
    if (pod === undefined) return undefined;
    return await signingAuthorities(session.client, { namespace: SYSTEM_NAMESPACE, pod, revision }, signal);
  } catch {
    // Told by each certificate that is held against it.
    return undefined;
  }
}

async function checkIstiod(
  { client, subject }: ClusterSession,
  mesh: MeshSubject,
  pod: string,
  signal: AbortSignal,
): Promise<ControlPlaneResult> {
  const ask = async (debug: PodHttp) => {
    try {
      const clusters = await debug.text(DEBUG_PATHS.clusters, signal);
      const gateways = await debug.text(DEBUG_PATHS.gateways, signal);
      return judgeIstiod(subject, mesh, pod, readIstiod(clusters, gateways));
    } catch (error) {
      return { ...silentIstiod(subject, mesh, `its debug interface gave no answer: ${explain(error)}`), pod };
    }
  };
  return usingPod(client, { namespace: SYSTEM_NAMESPACE, pod, port: DEBUG_PORT }, (debug) =>
    eventually(
      () => ask(debug),
      ({ ok }) => ok,
      signal,
    ),
  );
}

async function istiodPods({ client, subject }: ClusterSession, signal: AbortSignal): Promise<string[]> {
  return systemPods(client, { app: 'istiod', 'istio.io/rev': subject.revision }, signal);
}
