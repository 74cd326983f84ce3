import { SYSTEM_NAMESPACE } from '../../../model/names/system-namespace';
import { explain } from '../../errors';
import { eventually } from '../../eventually';
import type { ClusterClient } from '../../kubernetes/cluster-client';
import { usingPod } from '../../kubernetes/pod-http';
import { systemPods } from '../../kubernetes/system-pods';
import type { ClusterSubject } from '../../subject';
import type { ClusterPlace } from '../../workloads/cluster-place';

/** The port of istiod that answers debug requests from its own loopback, which is where a port-forward comes from. */
const DEBUG_PORT = 15014;

/** Paths of istiod's debug interface that are asked for. */
export type DebugPath = '/debug/clusterz' | '/debug/networkz';

/** What one istiod answered. */
export interface IstiodAnswer {
  readonly revision: string;
  /** Pod of istiod; null if there is none. */
  readonly pod: string | null;
  /** The answer, or what kept it from being had. */
  readonly answer: { readonly text: string } | { readonly problem: string };
}

/**
 * Asks every istiod of clusters one path, until all are as they should be or the signal says stop. A cluster that runs no istiod yields nothing.
 *
 * @param judge turns an answer of an istiod in a cluster into results.
 */
export async function askIstiods<R extends { readonly ok: boolean }>(
  places: readonly ClusterPlace[],
  path: DebugPath,
  judge: (cluster: ClusterSubject, answer: IstiodAnswer) => readonly R[],
  signal: AbortSignal,
): Promise<R[]> {
  const asked = places.flatMap(({ client, problem, subject }) => {
    if (subject.watches === undefined) return [];
    return subject.revisions.map(async (revision) => {
      if (problem !== undefined) return judge(subject, silent(revision, 'the cluster cannot be reached'));
      return eventually(
        async () => (await answersOf(client, revision, path, signal)).flatMap((answer) => judge(subject, answer)),
        (results) => results.every(({ ok }) => ok),
        signal,
      );
    });
  });
  return (await Promise.all(asked)).flat();
}

/** The pods of the istiods of a revision, looked up each time: they come and go. */
export async function istiodPods(client: ClusterClient, revision: string, signal: AbortSignal): Promise<string[]> {
  return systemPods(client, { app: 'istiod', 'istio.io/rev': revision }, signal);
}

async function answersOf(
  client: ClusterClient,
  revision: string,
  path: DebugPath,
  signal: AbortSignal,
): Promise<IstiodAnswer[]> {
  try {
    const pods = await istiodPods(client, revision, signal);
    return await Promise.all(
      pods.map(async (pod) => ({ revision, pod, answer: await answerOf(client, pod, path, signal) })),
    );
  } catch (error) {
    return [silent(revision, explain(error))];
  }
}

async function answerOf(
  client: ClusterClient,
  pod: string,
  path: DebugPath,
  signal: AbortSignal,
): Promise<IstiodAnswer['answer']> {
  const target = { namespace: SYSTEM_NAMESPACE, pod, port: DEBUG_PORT };
  try {
    return { text: await usingPod(client, target, (debug) => debug.text(path, signal)) };
  } catch (error) {
    return { problem: `its debug interface gave no answer: ${explain(error)}` };
  }
}

function silent(revision: string, problem: string): IstiodAnswer {
  return { revision, pod: null, answer: { problem } };
}
