import { setMaxListeners } from 'node:events';
import type { VerifyOptions } from '../commands/verify-options';
import type { Elapsed } from '../elapsed';
import { CommandError } from '../errors';
import { type Report, REPORT_SCHEMA_VERSION, summarise } from '../report/report';
import type { DeployedStack } from '../stack';
import { offlinePlaces, withoutOffline } from '../offline';
import { type MeshSubject, subjectOf } from '../subject';
import type { ClusterPlace } from '../workloads/cluster-place';
import type { MeshPlace, Place } from '../workloads/place';
import type { MachinePlace } from '../workloads/machine-place';
import { machinePlaces, meshPlaces, standalonePlaces } from '../workloads/places';
import { type CheckResults, MESH_CHECKS, passed, RUN_CHECKS, STACK_CHECKS } from './all';
import type { MeshRun, ObservedMesh, PlaceState, StackCheck, StackPlaces } from './check';
import type { KnownEndpoints } from './known-endpoints';
import { type Diagnosis, diagnose } from './pairs/diagnosis';

/** How long an API server may take for its first answer. */
const FIRST_ANSWER_MS = 60_000;
const NO_FIRST_ANSWER = `no answer within ${FIRST_ANSWER_MS / 1000} s`;
/** How long clusters may take to remove a namespace. */
const REMOVAL_MS = 90_000;
/** How long a diagnosis may take. */
const DIAGNOSIS_MS = 10_000;

/** Results of some checks, each list under its check's key. */
type Results = Record<string, readonly object[]>;

/** A check across meshes, and the things that it asks. */
interface Inquiry {
  readonly check: StackCheck;
  readonly subjects: readonly object[];
}

/**
 * Verifies every mesh of a stack and every entry, all places side by side, and removes what it made.
 *
 * @throws CommandError if nothing could be checked, and the signal's reason when interrupted; both after cleaning up.
 */
export async function verify(
  whole: DeployedStack,
  options: VerifyOptions,
  elapsed: Elapsed,
  interrupt: AbortSignal,
): Promise<Report> {
  const { keep, namespace, timeoutSeconds, wait } = options;
  const offline = offlinePlaces(whole.reading.plan);
  const stack = offline.length === 0 ? whole : { ...whole, reading: withoutOffline(whole.reading) };
  for (const { kind, name } of offline) elapsed.say(`${kind} ${name} is offline: not asked`);
  const meshes = subjectOf(stack.reading, stack.outputs, { stack: stack.name, namespace });
  const inquiries = STACK_CHECKS.map((check) => ({ check, subjects: check.subjects(stack, namespace) }));
  if (meshes.length === 0 && !inquiries.some(({ check, subjects }) => subjects.some((one) => check.isAsked(one))))
    throw new CommandError(
      `Stack ${stack.name} has no mesh, and no service that speaks HTTP and that other clusters use: nothing can be asked.`,
    );
  const connecting = within(FIRST_ANSWER_MS, NO_FIRST_ANSWER, interrupt);
  const settings = { namespace, say: (text: string) => elapsed.say(text) };
  const askedFrom = new Set(inquiries.flatMap(({ check, subjects }) => subjects.map((one) => check.clusterOf(one))));
  const [clusters, standalone] = await Promise.all([
    meshPlaces(meshes, stack.reading, settings, connecting),
    standalonePlaces(askedFrom, stack.reading, settings, connecting),
  ]);
  for (const { name, untrusted } of meshes)
    if (untrusted.length > 0)
      elapsed.say(`mesh ${name} does not trust the authority of ${untrusted.join(', ')}: not asked`);
  const machines = await machinePlaces(meshes, clusters, settings, within(FIRST_ANSWER_MS, NO_FIRST_ANSWER, interrupt));
  const runs = meshes.map((mesh) => runOf(mesh, clusters, machines));
  let found: readonly { readonly results: Results; readonly diagnosis: readonly Diagnosis[] }[];
  let answers: Results;
  const leftovers: PlaceState[] = [];
  try {
    const starting = limit('not ready', timeoutSeconds, interrupt);
    [found] = await Promise.all([
      Promise.all(runs.map((run) => verifyMesh(run, options, elapsed, interrupt))),
      Promise.all(standalone.map((place) => place.start(starting))),
    ]);
    answers = await askAll(inquiries, { clusters, standalone }, options, elapsed, interrupt);
    interrupt.throwIfAborted();
  } finally {
    if (keep) elapsed.say(`clients and servers stay in namespace ${namespace}, as --keep asks`);
    else leftovers.push(...(await leaveAll([...clusters, ...standalone, ...machines], wait, elapsed)));
    for (const machine of machines) machine.disconnect();
  }
  const states = [...clusters, ...standalone, ...machines, ...leftovers];
  const results = {
    ...merged(found.map((mesh) => mesh.results)),
    ...answers,
    ...Object.fromEntries(RUN_CHECKS.map((check) => [check.key, check.ask(states)])),
    // The keys are those of all checks, and each list comes from the check with its key.
  } as unknown as CheckResults;
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    stack: stack.name,
    ok: passed(results),
    seconds: elapsed.seconds,
    meshes: meshes.map(summary),
    offline,
    checks: summarise(results),
    ...results,
    diagnosis: found.flatMap(({ diagnosis }) => diagnosis),
  };
}

async function verifyMesh(
  run: MeshRun,
  { answerTimeoutSeconds, timeoutSeconds }: VerifyOptions,
  elapsed: Elapsed,
  interrupt: AbortSignal,
): Promise<{ results: Results; diagnosis: Diagnosis[] }> {
  const { mesh, places } = run;
  const say = (text: string) => elapsed.say(`mesh ${mesh.name}: ${text}`);
  let endpoints: KnownEndpoints = new Map();
  const observed: ObservedMesh = { ...run, say, sawEndpoints: (seen) => (endpoints = seen) };
  const ask = (needs: readonly (typeof MESH_CHECKS)[number]['needs'][], seconds: number) =>
    Promise.all(
      MESH_CHECKS.filter((check) => needs.includes(check.needs)).map(
        async (check) => [check.key, await check.ask(observed, limit(check.late, seconds, interrupt))] as const,
      ),
    );
  say(`starting clients and servers in ${places.map(({ name }) => name).join(', ')}`);
  const atOnce = ask(['outputs', 'istiods'], timeoutSeconds);
  const starting = limit('not ready', timeoutSeconds, interrupt);
  await Promise.all(places.map((place) => place.start(starting)));
  interrupt.throwIfAborted();
  say('calling');
  const answers = await Promise.all([ask(['mesh workloads'], answerTimeoutSeconds), atOnce]);
  interrupt.throwIfAborted();
  const results: Results = Object.fromEntries(answers.flat());
  // The diagnosis is about the calls of a mesh, so it reads these lists in any case.
  const lists = results as unknown as Pick<CheckResults, 'controlPlanes' | 'gatewayAddresses' | 'pairs'>;
  const known = { ...lists, run, endpoints };
  return { results, diagnosis: await diagnose(known, within(DIAGNOSIS_MS, 'no answer', interrupt)) };
}

async function askAll(
  inquiries: readonly Inquiry[],
  places: StackPlaces,
  { answerTimeoutSeconds }: VerifyOptions,
  elapsed: Elapsed,
  interrupt: AbortSignal,
): Promise<Results> {
  if (inquiries.some(({ subjects }) => subjects.length > 0)) elapsed.say('entries of clusters and meshes: calling');
  const signal = limit('no answer', answerTimeoutSeconds, interrupt);
  const answers = inquiries.map(
    async ({ check, subjects }) => [check.key, await check.ask(subjects, places, signal)] as const,
  );
  return Object.fromEntries(await Promise.all(answers));
}

/** Results of all meshes; an empty list for each check where there is none. */
function merged(meshes: readonly Results[]): Results {
  return Object.fromEntries(MESH_CHECKS.map(({ key }) => [key, meshes.flatMap((results) => results[key] ?? [])]));
}

async function leaveAll(places: readonly Place[], wait: boolean, elapsed: Elapsed): Promise<PlaceState[]> {
  elapsed.say('removing clients and servers');
  const signal = within(REMOVAL_MS, `not gone after ${REMOVAL_MS / 1000} s`);
  const problems = await Promise.all(
    places.map(async (place) => {
      const message = await place.leave(wait, signal);
      return message === undefined ? [] : [{ kind: place.kind, name: place.name, problem: message }];
    }),
  );
  const removed = wait ? 'clients and servers are gone' : 'clients and servers are on their way out';
  elapsed.say(problems.flat().length === 0 ? removed : 'not everything could be removed');
  return problems.flat();
}

/** The time that a user grants for something, which an interrupt cuts short. */
function limit(what: string, seconds: number, interrupt: AbortSignal): AbortSignal {
  return within(seconds * 1000, `${what} within ${seconds} s`, interrupt);
}

/** Like AbortSignal.timeout, but with a reason that a user understands, and cut short by another signal. */
function within(milliseconds: number, message: string, interrupt?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error(message)), milliseconds).unref();
  const signal = AbortSignal.any([controller.signal, ...(interrupt === undefined ? [] : [interrupt])]);
  // Dozens of requests side by side end with it, which is no leak.
  setMaxListeners(0, signal);
  return signal;
}

/** A mesh with its places. */
function runOf(mesh: MeshSubject, allClusters: readonly ClusterPlace[], allMachines: readonly MachinePlace[]): MeshRun {
  const isIn = ({ subject }: MeshPlace) => subject.mesh === mesh.name;
  const clusters = allClusters.filter(isIn);
  return { mesh, clusters, places: [...clusters, ...allMachines.filter(isIn)] };
}

function summary({ name, trustDomain, mtls, clusters, machines }: MeshSubject): Report['meshes'][number] {
  return {
    name,
    trustDomain,
    mtls,
    clusters: clusters.map((cluster) => ({ name: cluster.name, network: cluster.network, version: cluster.version })),
    machines: machines.map((machine) => ({ name: machine.name, network: machine.network })),
  };
}
