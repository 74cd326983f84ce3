import type { Endpoint } from '../../answers/envoy';
import { netexecOf } from '../../answers/netexec';
import { proxyEndpoints } from '../../answers/proxy';
import { eventually } from '../../eventually';
import { usingPod } from '../../kubernetes/pod-http';
import { serverAccount } from '../../workloads/names';
import { type MeshCheck, type MeshRun, passOrFail } from '../check';
import { callAll } from './calls';
import { type PairResult, pairsFrom } from './pairs';
import { routesFrom } from './route';

/** Calls from every cluster of a mesh to every other, and to itself. */
export const pairsCheck: MeshCheck<'pairs', PairResult> = {
  id: 'MW101',
  title: 'Requests between the clusters of a mesh',
  anchor: 'mw101',
  key: 'pairs',
  noun: 'pair',
  advice:
    'The report shows the way of the pair under "Look at": calls end at an endpoint that is missing or has failed connections.',
  needs: 'mesh workloads',
  late: 'no answer',
  showsTraffic: true,
  ask: async (run, signal) => {
    const { endpoints, pairs } = await checkMatrix(run, signal).finally(() => run.say('calls are done'));
    for (const [cluster, known] of endpoints) run.endpoints.set(cluster, known);
    return pairs;
  },
  judge: passOrFail,
  line: (pair) => `${pair.source} → ${pair.destination}: ${identities(pair)}${way(pair)}`,
  problems: ({ problems }) => problems,
};

/** The matrix of a mesh, and the endpoints by which its clients went. */
export interface Matrix {
  readonly pairs: PairResult[];
  /** Endpoints for the servers in the proxy of each cluster's client. */
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[] | undefined>;
}

/** How long a proxy is asked for its endpoints although the time for calls is over, in milliseconds. */
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

function identities({ destinationIdentity, sourceIdentity }: PairResult): string {
  if (sourceIdentity === null && destinationIdentity === null) return 'no answer';
  return `${sourceIdentity ?? 'nobody'} → ${destinationIdentity ?? 'nobody'}`;
}

function way({ route }: PairResult): string {
  if (route === null) return '';
  return `, ${route.kind === 'gateway' ? 'through gateway' : 'to pod'} ${route.addresses.join(', ')}`;
}
