import type { Endpoint } from '../../answers/envoy';
import { proxyEndpoints } from '../../answers/proxy';
import { eventually } from '../../eventually';
import type { PlaceSubject } from '../../subject';
import type { MeshPlace, RunningWorkloads } from '../../workloads/place';
import { type MeshCheck, type MeshRun, passOrFail } from '../check';
import { callAll } from './calls';
import { type KnownEndpoints, wayKey } from '../known-endpoints';
import { accountOf, type PairResult, pairsFrom } from './pairs';
import { routesFrom } from './route';

/** Calls from every place of a mesh to every other, and to itself. */
export const pairsCheck: MeshCheck<'pairs', PairResult> = {
  id: 'MW101',
  title: 'Requests within a mesh',
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
    run.sawEndpoints(endpoints);
    return pairs;
  },
  judge: passOrFail,
  line: (pair) => `${pair.source} → ${pair.destination}: ${identities(pair)}${way(pair)}`,
  problems: ({ problems }) => problems,
};

/** The matrix of a mesh, and the endpoints by which its clients went. */
export interface Matrix {
  readonly pairs: PairResult[];
  readonly endpoints: KnownEndpoints;
}

/** How long a proxy is asked for its endpoints although the time for calls is over, in milliseconds. */
const BRIEFLY_MS = 10_000;

/** Calls from the client of each place to the servers of all, until each has answered or the signal says stop. */
export async function checkMatrix({ mesh, places }: MeshRun, signal: AbortSignal): Promise<Matrix> {
  const addresses = new Map(places.map(({ name, workloads }) => [name, workloads?.serverAddress]));
  const endpoints = new Map<string, readonly Endpoint[] | undefined>();
  const hosts = hostsOf(places);
  const calls = places.flatMap(({ subject, workloads }) =>
    hosts.map(async ({ destinations, host, servers }) => {
      if (workloads === undefined) return pairsFrom(subject, destinations, undefined, undefined);
      const log = await workloads.calling((caller) => callAll(caller, host, servers, signal));
      const found = await endpointsSeen(workloads, host, signal);
      if (found !== undefined) endpoints.set(wayKey(subject.name, host), found.known);
      const routes =
        found === undefined ? undefined : routesFrom(subject, { mesh, destinations }, found.known, addresses);
      return pairsFrom(subject, destinations, log, routes);
    }),
  );
  return { pairs: (await Promise.all(calls)).flat(), endpoints };
}

/** A host name that clients call. */
interface CalledHost {
  readonly host: string;
  /** The places whose servers have it. */
  readonly destinations: readonly PlaceSubject[];
  /** The accounts of those servers that run. */
  readonly servers: readonly string[];
}

function hostsOf(places: readonly MeshPlace[]): CalledHost[] {
  return [...new Set(places.map(({ subject }) => subject.host))].map((host) => {
    const called = places.filter(({ subject }) => subject.host === host);
    const running = called.filter(({ workloads }) => workloads !== undefined);
    return {
      host,
      destinations: called.map(({ subject }) => subject),
      servers: running.map(({ subject }) => accountOf(subject.identities.server)),
    };
  });
}

/** The endpoints of a client's proxy; undefined if it cannot be asked. */
async function endpointsSeen(
  workloads: RunningWorkloads,
  host: string,
  signal: AbortSignal,
): Promise<{ readonly known: readonly Endpoint[] | undefined } | undefined> {
  const look = (within: AbortSignal) =>
    proxyEndpoints(workloads, host, within).then(
      (known) => ({ known }),
      () => undefined,
    );
  const isSeen = (seen: Awaited<ReturnType<typeof look>>) => seen !== undefined;
  // The time for calls may be over; how the proxy stands is of all the more interest then.
  return (await eventually(() => look(signal), isSeen, signal)) ?? (await look(AbortSignal.timeout(BRIEFLY_MS)));
}

function identities({ destinationIdentity, sourceIdentity }: PairResult): string {
  if (sourceIdentity === null && destinationIdentity === null) return 'no answer';
  return `${sourceIdentity ?? 'nobody'} → ${destinationIdentity ?? 'nobody'}`;
}

function way({ route }: PairResult): string {
  if (route === null) return '';
  return `, ${route.kind === 'gateway' ? 'through gateway' : 'directly to'} ${route.addresses.join(', ')}`;
}
