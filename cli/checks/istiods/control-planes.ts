import type { X509Certificate } from 'node:crypto';
import { SYSTEM_NAMESPACE } from '../../../model/names/system-namespace';
import { explain } from '../../errors';
import { eventually } from '../../eventually';
import { type MeshCheck, passOrFail } from '../check';
import {
  type AskedIstiod,
  type ControlPlaneResult,
  DEBUG_PATHS,
  judgeIstiod,
  readIstiod,
  silentIstiod,
} from './istiod';
import type { ClusterClient } from '../../kubernetes/cluster-client';
import { usingPod } from '../../kubernetes/pod-http';
import type { ClusterPlace } from '../../workloads/cluster-place';
import { signingAuthorities } from '../certificates/signing-authorities';
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
  ask: async ({ clusters, mesh }, signal) =>
    (await Promise.all(clusters.map((cluster) => checkIstiods(cluster, mesh, signal)))).flat(),
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
  cluster: ClusterPlace,
  mesh: MeshSubject,
  signal: AbortSignal,
): Promise<ControlPlaneResult[]> {
  const { problem, subject } = cluster;
  if (subject.watches === undefined) return [];
  const checks = subject.revisions.map(async (revision) => {
    const asked = { cluster: subject, mesh, revision };
    if (problem !== undefined) return [silentIstiod(asked, 'the cluster cannot be reached')];
    return eventually(
      () => askIstiods(cluster, asked, signal),
      (results) => results.every(({ ok }) => ok),
      signal,
    );
  });
  return (await Promise.all(checks)).flat();
}

/** The authorities that the istiods of a cluster sign with, asked for until one says so; undefined if none does before the signal says stop. */
export async function authoritiesOf(
  { client, subject }: ClusterPlace,
  signal: AbortSignal,
): Promise<X509Certificate[] | undefined> {
  // All revisions sign with the intermediate of the cluster.
  const [revision] = subject.revisions;
  const ask = async () => {
    try {
      const [pod = ''] = await istiodPods(client, revision, signal);
      return await signingAuthorities(client, { namespace: SYSTEM_NAMESPACE, pod, revision }, signal);
    } catch {
      // Told by each certificate that is held against it.
      return undefined;
    }
  };
  return eventually(ask, (authorities) => authorities !== undefined, signal);
}

/** Asks the pods that there are: those of an istiod come and go. */
async function askIstiods(
  { client }: ClusterPlace,
  asked: AskedIstiod,
  signal: AbortSignal,
): Promise<ControlPlaneResult[]> {
  try {
    const pods = await istiodPods(client, asked.revision, signal);
    return await Promise.all(pods.map((pod) => askIstiod(client, asked, pod, signal)));
  } catch (error) {
    return [silentIstiod(asked, explain(error))];
  }
}

async function askIstiod(
  client: ClusterClient,
  asked: AskedIstiod,
  pod: string,
  signal: AbortSignal,
): Promise<ControlPlaneResult> {
  try {
    const target = { namespace: SYSTEM_NAMESPACE, pod, port: DEBUG_PORT };
    const [clusters, gateways] = await usingPod(client, target, async (debug) => [
      await debug.text(DEBUG_PATHS.clusters, signal),
      await debug.text(DEBUG_PATHS.gateways, signal),
    ]);
    return judgeIstiod(asked, pod, readIstiod(clusters, gateways));
  } catch (error) {
    return { ...silentIstiod(asked, `its debug interface gave no answer: ${explain(error)}`), pod };
  }
}

async function istiodPods(client: ClusterClient, revision: string, signal: AbortSignal): Promise<string[]> {
  return systemPods(client, { app: 'istiod', 'istio.io/rev': revision }, signal);
}
