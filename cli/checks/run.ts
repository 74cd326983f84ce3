import { setMaxListeners } from 'node:events';
import type { Arguments } from '../commands/arguments';
import { checkIstiods } from './istiods/control-planes';
import { diagnose } from './pairs/diagnosis';
import type { Elapsed } from '../elapsed';
import { checkEntries, type Entries, entriesOf, type EntryResults } from './entries';
import { VerifyError } from '../errors';
import { openMeshes, openStandalone } from '../workloads/opening';
import { type Checks, type ClusterProblem, passed, type Report, REPORT_SCHEMA_VERSION } from '../report/report';
import { isAsked } from './services/services';
import type { ClusterSession } from '../workloads/session';
import type { DeployedStack } from '../stack';
import { type MeshSubject, subjectOf } from '../subject';
import { checkCertificates, checkMatrix, checkPlaintext, type MeshRun } from './traffic';
import type { Visitor } from './services/visits';

/** How long an API server may take for its first answer. */
const FIRST_ANSWER_MS = 60_000;
/** How long clusters may take to remove a namespace. */
const REMOVAL_MS = 90_000;
/** How long a diagnosis may take. */
const DIAGNOSIS_MS = 10_000;

/** What is found out about one mesh. */
type Findings = Omit<Checks, keyof Entries> & Pick<Report, 'diagnosis'>;

/**
 * Verifies every mesh of a stack and every entry, all clusters side by side, and removes what it made.
 *
 * @throws VerifyError if nothing could be checked, and the signal's reason when interrupted; both after cleaning up.
 */
export async function verify(
  stack: DeployedStack,
  args: Arguments,
  elapsed: Elapsed,
  interrupt: AbortSignal,
): Promise<Report> {
  const meshes = subjectOf(stack.reading, stack.outputs, stack.name);
  const entries = entriesOf(stack, args);
  if (meshes.length === 0 && !entries.services.some(isAsked))
    throw new VerifyError(
      `Stack ${stack.name} has no mesh, and no service that speaks HTTP and that other clusters use: nothing can be asked.`,
    );
  const opening = within(FIRST_ANSWER_MS, 'no answer', interrupt);
  const settings = { namespace: args.namespace, say: (text: string) => elapsed.say(text) };
  const [sessions, standalone] = await Promise.all([
    openMeshes(meshes, stack.reading, settings, opening),
    openStandalone(entries.services, stack.reading, settings, opening),
  ]);
  const runs = meshes.map((mesh) => ({ mesh, namespace: args.namespace, sessions: sessionsOf(mesh, sessions) }));
  let findings: Findings;
  let answers: EntryResults;
  const leftovers: ClusterProblem[] = [];
  try {
    const starting = limit('not ready', args.timeoutSeconds, interrupt);
    const [found] = await Promise.all([
      Promise.all(runs.map((run) => verifyMesh(run, args, elapsed, interrupt))),
      Promise.all(standalone.map((session) => session.start(starting))),
    ]);
    findings = merge(found);
    if (Object.values(entries).flat().length > 0) elapsed.say('entries of clusters and meshes: calling');
    const stays = { meshed: sessions, standalone };
    answers = await checkEntries(
      entries,
      stays,
      args.namespace,
      limit('no answer', args.answerTimeoutSeconds, interrupt),
    );
    interrupt.throwIfAborted();
  } finally {
    if (args.keep) elapsed.say(`clients and servers stay in namespace ${args.namespace}, as --keep asks`);
    else leftovers.push(...(await leaveAll([...sessions, ...standalone], args.wait, elapsed)));
  }
  const problems = [...findings.clusterProblems, ...problemsOf(standalone), ...leftovers];
  const all = { ...findings, ...answers, clusterProblems: problems };
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    stack: stack.name,
    ok: passed(all),
    seconds: elapsed.seconds,
    meshes: meshes.map(summary),
    ...all,
  };
}

async function verifyMesh(run: MeshRun, args: Arguments, elapsed: Elapsed, interrupt: AbortSignal): Promise<Findings> {
  const { mesh, sessions } = run;
  elapsed.say(`mesh ${mesh.name}: starting clients and servers in ${sessions.map(({ name }) => name).join(', ')}`);
  const asked = limit('not as it should be', args.timeoutSeconds, interrupt);
  const istiods = Promise.all(sessions.map((session) => checkIstiods(session, mesh, asked)));
  const starting = limit('not ready', args.timeoutSeconds, interrupt);
  await Promise.all(sessions.map((session) => session.start(starting)));
  interrupt.throwIfAborted();
  elapsed.say(`mesh ${mesh.name}: calling`);
  const [matrix, certificates, plaintext, controlPlanes] = await Promise.all([
    checkMatrix(run, limit('no answer', args.answerTimeoutSeconds, interrupt)).finally(() =>
      elapsed.say(`mesh ${mesh.name}: calls are done`),
    ),
    checkCertificates(run, limit('not as they should be', args.answerTimeoutSeconds, interrupt)),
    checkPlaintext(run, limit('no answer', args.answerTimeoutSeconds, interrupt)),
    istiods.then((results) => results.flat()),
  ]);
  interrupt.throwIfAborted();
  const known = { run, pairs: matrix.pairs, controlPlanes, endpoints: matrix.endpoints };
  return {
    pairs: matrix.pairs,
    certificates,
    plaintext,
    controlPlanes,
    clusterProblems: problemsOf(sessions),
    diagnosis: await diagnose(known, within(DIAGNOSIS_MS, 'no answer', interrupt)),
  };
}

function problemsOf(sessions: readonly Visitor[]): ClusterProblem[] {
  return sessions.flatMap(({ name, problem }) => (problem === undefined ? [] : [{ cluster: name, message: problem }]));
}

async function leaveAll(sessions: readonly Visitor[], wait: boolean, elapsed: Elapsed): Promise<ClusterProblem[]> {
  elapsed.say('removing clients and servers');
  const signal = within(REMOVAL_MS, `not gone after ${REMOVAL_MS / 1000} s`);
  const problems = await Promise.all(
    sessions.map(async (session) => {
      const message = await session.leave(wait, signal);
      return message === undefined ? [] : [{ cluster: session.name, message }];
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

function sessionsOf(mesh: MeshSubject, sessions: readonly ClusterSession[]): ClusterSession[] {
  return sessions.filter(({ subject }) => subject.mesh === mesh.name);
}

function merge(findings: readonly Findings[]): Findings {
  return {
    pairs: findings.flatMap(({ pairs }) => pairs),
    certificates: findings.flatMap(({ certificates }) => certificates),
    plaintext: findings.flatMap(({ plaintext }) => plaintext),
    controlPlanes: findings.flatMap(({ controlPlanes }) => controlPlanes),
    clusterProblems: findings.flatMap(({ clusterProblems }) => clusterProblems),
    diagnosis: findings.flatMap(({ diagnosis }) => diagnosis),
  };
}

function summary({ name, trustDomain, mtls, clusters }: MeshSubject): Report['meshes'][number] {
  return {
    name,
    trustDomain,
    mtls,
    clusters: clusters.map((cluster) => ({ name: cluster.name, network: cluster.network, version: cluster.version })),
  };
}
