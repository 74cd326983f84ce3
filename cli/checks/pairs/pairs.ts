import type { Route, Routes } from './route';
import type { PlaceSubject } from '../../subject';

/** Calls from one place to the server in another. */
export interface PairResult {
  readonly mesh: string;
  readonly source: string;
  readonly destination: string;
  /** Version label of the destination's server; null for a machine. */
  readonly version: string | null;
  readonly ok: boolean;
  /** How many calls that server answered. */
  readonly answers: number;
  /** Median of the calls' durations as the client saw them, each over a connection of its own, in milliseconds. */
  readonly latencyMs: number | null;
  /** SPIFFE identity of the caller, as the server saw it. */
  readonly sourceIdentity: string | null;
  /** SPIFFE identity of the server. */
  readonly destinationIdentity: string | null;
  /** The way that the calls took. */
  readonly route: Route | null;
  readonly problems: readonly string[];
}

/** One answer that a client got. */
export interface Answer {
  readonly milliseconds: number;
  /** Identity of the caller as the server saw it. */
  readonly source: string | undefined;
  /** Identity of the server. */
  readonly destination: string | undefined;
}

/** All that one client saw while calling the host name of the servers. */
export interface CallLog {
  readonly answers: readonly Answer[];
  /** How many calls failed, and how the last one did. */
  readonly failures: number;
  readonly lastError: string | undefined;
}

/** Service account that an answer's server runs as. */
export function serverOf({ destination }: Pick<Answer, 'destination'>): string | undefined {
  return destination === undefined ? undefined : accountOf(destination);
}

/** The service account of a SPIFFE identity. */
export function accountOf(identity: string): string {
  return identity.slice(identity.lastIndexOf('/') + 1);
}

/** Judges the calls from one place to those of its mesh that share a host name. */
export function pairsFrom(
  source: PlaceSubject,
  destinations: readonly PlaceSubject[],
  log: CallLog | undefined,
  routes: Routes | undefined,
): PairResult[] {
  return destinations.map((destination) => pair(source, destination, log, routes));
}

function pair(
  source: PlaceSubject,
  destination: PlaceSubject,
  log: CallLog | undefined,
  routes: Routes | undefined,
): PairResult {
  const server = accountOf(destination.identities.server);
  const answers = (log?.answers ?? []).filter((answer) => serverOf(answer) === server);
  const way = routes?.to.get(destination.name);
  const expected = { source: source.identities.client, destination: destination.identities.server };
  const problems = [
    ...(log === undefined ? ['no call was made'] : []),
    ...(log !== undefined && answers.length === 0 ? [silence(log, destination)] : []),
    ...wrong('the server saw the caller as', answers, ({ source: seen }) => seen, expected.source),
    ...wrong('the server is', answers, ({ destination: seen }) => seen, expected.destination),
    ...anonymous(log),
    // Without an answer, the way there is only of interest if it explains the silence.
    ...(log === undefined ? [] : (way?.problems ?? ["the endpoints of the client's proxy could not be read"])),
  ];
  return {
    mesh: source.mesh,
    source: source.name,
    destination: destination.name,
    version: destination.version ?? null,
    ok: problems.length === 0,
    answers: answers.length,
    latencyMs: latency(answers),
    sourceIdentity: answers[0]?.source ?? null,
    destinationIdentity: answers[0]?.destination ?? null,
    route: way?.route ?? null,
    problems,
  };
}

/** Jitter of the way to the pod may exceed a call between neighbours; a call never takes less than nothing. */
function latency(answers: readonly Answer[]): number | null {
  const middle = median(answers.map(({ milliseconds }) => milliseconds));
  return middle === null ? null : Math.max(middle, 0.1);
}

function silence({ answers, failures, lastError }: CallLog, { kind, version, name }: PlaceSubject): string {
  const others = answers.length === 0 ? 'no server answered' : `calls that others answered: ${answers.length}`;
  const failed = failures === 0 ? '' : `; failed calls: ${failures}, the last with: ${lastError ?? 'no explanation'}`;
  return `server ${version === undefined ? 'on' : `${version} of`} ${kind} ${name} never answered (${others}${failed})`;
}

/** An answer without a certificate belongs to no version, so it counts against all of them. */
function anonymous(log: CallLog | undefined): string[] {
  const count = (log?.answers ?? []).filter(({ destination }) => destination === undefined).length;
  return count === 0 ? [] : [`${count} answers came without mTLS: the server saw no certificate`];
}

function wrong(
  what: string,
  answers: readonly Answer[],
  seen: (answer: Answer) => string | undefined,
  expected: string,
): string[] {
  const others = new Set(answers.map(seen).filter((identity) => identity !== expected));
  return [...others].map((identity) => `${what} ${identity ?? 'nobody'}, not ${expected}`);
}

/** The middle of the values, rounded to a tenth, or null if there are none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : Math.round(((low + high) / 2) * 10) / 10;
}
