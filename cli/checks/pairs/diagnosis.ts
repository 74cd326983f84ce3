import type { CoreV1Event, V1Pod } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import type { Endpoint } from '../../answers/envoy';
import { explain } from '../../errors';
import { orAborted } from '../../kubernetes/until';
import { serverHost } from '../../workloads/names';
import { serverIdentities } from '../../answers/proxy';
import type { ControlPlaneResult } from '../istiods/istiod';
import type { PairResult } from './pairs';
import type { ClusterSession } from '../../workloads/session';
import type { MeshRun } from '../check';

/** Findings about one failure. */
export interface Diagnosis {
  readonly failure: string;
  readonly findings: readonly string[];
}

/** What is known about a mesh after its checks. */
export interface Findings {
  readonly run: MeshRun;
  readonly pairs: readonly PairResult[];
  readonly controlPlanes: readonly ControlPlaneResult[];
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[] | undefined>;
}

const EVENTS_SHOWN = 5;

/** Gathers what an operator would look at: for each pair that failed the way there, and for each cluster in it pods and events. */
export async function diagnose(findings: Findings, signal: AbortSignal): Promise<Diagnosis[]> {
  const failed = findings.pairs.filter(({ ok }) => !ok);
  const { sessions } = findings.run;
  const concerned = sessions.filter(
    ({ name, problem }) =>
      problem !== undefined || failed.some(({ source, destination }) => source === name || destination === name),
  );
  const clusters = await Promise.all(
    concerned.map(async (session) => ({
      failure: `cluster ${session.name}`,
      findings: await lookAt(session, findings.run.namespace, signal),
    })),
  );
  const accepted = await acceptedBySources(failed, findings.run, signal);
  // Where no client runs, the cluster's own findings say all there is.
  const called = failed.filter(({ source }) =>
    sessions.some(({ name, pods }) => name === source && pods !== undefined),
  );
  return [...called.map((pair) => ofPair(pair, { ...findings, accepted })), ...clusters];
}

/** What {@link ofPair} looks at. */
export interface PairFindings extends Pick<Findings, 'controlPlanes' | 'endpoints' | 'run'> {
  /** Identities that the client's proxy of each cluster accepts of the servers. */
  readonly accepted: ReadonlyMap<string, readonly string[]>;
}

/** What the two ends and the istiod that configures the caller say about a pair. */
export function ofPair(
  { mesh, source, destination, problems }: PairResult,
  { accepted, controlPlanes, endpoints, run }: PairFindings,
): Diagnosis {
  const known = endpoints.get(source);
  const host = serverHost(run.namespace);
  const servedBy = run.mesh.clusters.find(({ name }) => name === source)?.servedBy;
  return {
    failure: `${mesh}: ${source} → ${destination}`,
    findings: [
      ...problems,
      known === undefined
        ? `the client's proxy in ${source} does not know ${host}, or could not be asked`
        : `the client's proxy in ${source} has for ${host}: ${known.map(endpoint).join(', ') || 'no endpoint'}`,
      ...(accepted.get(source) ?? []).map(
        (identity) => `the client's proxy in ${source} accepts a server that is ${identity}`,
      ),
      ...controlPlanes
        .filter(({ cluster }) => cluster === servedBy)
        .map(
          ({ cluster, clusters, gateways, pod }) =>
            `istiod of ${cluster} (${pod ?? 'no pod'}) knows clusters ${clusters.map(({ id, status }) => `${id} ${status}`).join(', ') || 'none'}` +
            ` and gateways ${gateways.map(({ address, network, port }) => `${network} ${address}:${port}`).join(', ') || 'none'}`,
        ),
    ],
  };
}

/** A server under an identity that the caller's proxy does not accept fails like one that is not there. */
async function acceptedBySources(
  failed: readonly PairResult[],
  { namespace, sessions }: MeshRun,
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const accepted = new Map<string, string[]>();
  await Promise.all(
    sessions.map(async ({ client, name, pods }) => {
      if (pods === undefined || !failed.some(({ source }) => source === name)) return;
      // What cannot be asked is told by the pods' states.
      const identities = await serverIdentities(client, namespace, pods.client.name, signal).catch(() => []);
      accepted.set(name, identities);
    }),
  );
  return accepted;
}

async function lookAt({ client, problem }: ClusterSession, namespace: string, signal: AbortSignal): Promise<string[]> {
  const first = problem === undefined ? [] : [problem];
  try {
    const [pods, events] = await Promise.all([
      orAborted(client.core.listNamespacedPod({ namespace }), signal),
      orAborted(client.core.listNamespacedEvent({ namespace, fieldSelector: 'type=Warning' }), signal),
    ]);
    return [
      ...first,
      ...pods.items.map(podState),
      ...(pods.items.length === 0 ? [`no pod in namespace ${namespace}`] : []),
      ...events.items.slice(-EVENTS_SHOWN).map(eventLine),
    ];
  } catch (error) {
    return [...first, `pods and events could not be read: ${explain(error)}`];
  }
}

function podState({ metadata, status }: V1Pod): string {
  const states = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(
    ({ name, ready, restartCount, state }) => {
      const why = state?.waiting?.reason ?? state?.terminated?.reason;
      const restarts = restartCount === 0 ? '' : `, ${restartCount} restarts`;
      return `${name} ${ready ? 'ready' : (why ?? 'not ready')}${restarts}`;
    },
  );
  return `pod ${metadata?.name ?? ''} is ${status?.phase ?? 'unknown'} (${states.join('; ') || 'no container yet'})`;
}

function eventLine({ involvedObject, message, reason }: CoreV1Event): string {
  return `event on ${involvedObject.kind ?? ''} ${involvedObject.name ?? ''}: ${reason ?? ''}: ${(message ?? '').trim()}`;
}

function endpoint({ address, connectFailures, port, requests }: Endpoint): string {
  return `${address}:${port} (${requests} requests, ${connectFailures} failed connections)`;
}
