import type { Arguments } from './arguments';
import { checkIstiods } from './control-planes';
import { diagnose } from './diagnosis';
import type { Elapsed } from './elapsed';
import { type Checks, type ClusterProblem, passed, type Report, REPORT_SCHEMA_VERSION } from './report';
import { ClusterSession } from './session';
import type { DeployedStack } from './stack';
import { type MeshSubject, subjectOf } from './subject';
import { checkCertificates, checkMatrix, checkPlaintext, type MeshRun } from './traffic';

/** How long an API server may take for its first answer. */
const FIRST_ANSWER_MS = 15_000;
/** How long clusters may take to remove a namespace. */
const REMOVAL_MS = 90_000;
/** How long a diagnosis may take. */
const DIAGNOSIS_MS = 10_000;

type Findings = Checks & Pick<Report, 'diagnosis'>;

/**
 * Verifies every mesh of a stack, all clusters side by side, and removes what it made.
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
  const settings = {
    namespace: args.namespace,
    image: stack.reading.spec.verify.image,
    say: (text: string) => elapsed.say(text),
  };
  const opening = AbortSignal.any([interrupt, within(FIRST_ANSWER_MS, 'no answer')]);
  const subjects = meshes.flatMap(({ clusters }) => clusters);
  const sessions = await Promise.all(subjects.map((subject) => ClusterSession.open(subject, settings, opening)));
  const runs = meshes.map((mesh) => ({ mesh, namespace: args.namespace, sessions: sessionsOf(mesh, sessions) }));
  let findings: Findings;
  const leftovers: ClusterProblem[] = [];
  try {
    findings = merge(await Promise.all(runs.map((run) => verifyMesh(run, args.timeoutSeconds, elapsed, interrupt))));
    interrupt.throwIfAborted();
  } finally {
    if (args.keep) elapsed.say(`clients and servers stay in namespace ${args.namespace}, as --keep asks`);
    else leftovers.push(...(await leaveAll(sessions, elapsed)));
  }
  const all = { ...findings, clusterProblems: [...findings.clusterProblems, ...leftovers] };
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    stack: stack.name,
    ok: passed(all),
    seconds: elapsed.seconds,
    meshes: meshes.map(summary),
    ...all,
  };
}

async function verifyMesh(
  run: MeshRun,
  timeoutSeconds: number,
  elapsed: Elapsed,
  interrupt: AbortSignal,
): Promise<Findings> {
  const { mesh, sessions } = run;
  const limit = (what: string) =>
    AbortSignal.any([interrupt, within(timeoutSeconds * 1000, `${what} within ${timeoutSeconds} s`)]);
  elapsed.say(`mesh ${mesh.name}: starting clients and servers in ${sessions.map(({ name }) => name).join(', ')}`);
  const asked = limit('not as it should be');
  const istiods = Promise.all(sessions.map((session) => checkIstiods(session, mesh, asked)));
  const starting = limit('not ready');
  await Promise.all(sessions.map((session) => session.start(starting)));
  interrupt.throwIfAborted();
  elapsed.say(`mesh ${mesh.name}: calling`);
  const [matrix, certificates, plaintext, controlPlanes] = await Promise.all([
    checkMatrix(run, limit('no answer')).finally(() => elapsed.say(`mesh ${mesh.name}: calls are done`)),
    checkCertificates(run),
    checkPlaintext(run),
    istiods.then((results) => results.flat()),
  ]);
  interrupt.throwIfAborted();
  const known = { run, pairs: matrix.pairs, controlPlanes, endpoints: matrix.endpoints };
  return {
    pairs: matrix.pairs,
    certificates,
    plaintext,
    controlPlanes,
    clusterProblems: sessions.flatMap(({ name, problem }) =>
      problem === undefined ? [] : [{ cluster: name, message: problem }],
    ),
    diagnosis: await diagnose(known, AbortSignal.any([interrupt, within(DIAGNOSIS_MS, 'no answer')])),
  };
}

async function leaveAll(sessions: readonly ClusterSession[], elapsed: Elapsed): Promise<ClusterProblem[]> {
  elapsed.say('removing clients and servers');
  const signal = within(REMOVAL_MS, `not gone after ${REMOVAL_MS / 1000} s`);
  const problems = await Promise.all(
    sessions.map(async (session) => {
      const message = await session.leave(signal);
      return message === undefined ? [] : [{ cluster: session.name, message }];
    }),
  );
  elapsed.say(problems.flat().length === 0 ? 'clients and servers are gone' : 'not everything could be removed');
  return problems.flat();
}

/** Like AbortSignal.timeout, but with a reason that a user understands. */
function within(milliseconds: number, message: string): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error(message)), milliseconds).unref();
  return controller.signal;
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
