import { mkdir, readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { withLock } from '../cache/lock';
import { clusterContexts, labArtifacts } from '../cluster/contexts';
import { labEnvironment } from '../environment';
import { LabError } from '../error';
import { FAULTS } from '../faults/all';
import type { Fault, FaultTarget } from '../faults/fault';
import { enterLab, onNode } from '../namespace/enter';
import type { ProcessIdentity } from '../namespace/process-identity';
import { outcomeOf } from '../outcome';
import type { Progress } from '../progress';
import { CHECKOUT, type LabState, readJson, writeJson } from '../state';

/** The faults that there are, for people. */
export function faultList(): string {
  const width = Math.max(...FAULTS.map(({ name }) => name.length));
  const lines = FAULTS.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`);
  return `Break something:  npm run lab -- fault NAME CLUSTER\nMend it again:    npm run lab -- fault NAME CLUSTER --undo\n\n${lines.join('\n')}\n`;
}

/** A fault in a cluster. */
export interface FaultRequest {
  readonly fault: string;
  readonly cluster: string;
}

/**
 * Breaks something in a cluster of a running lab, or mends it. An interrupted command can be given again.
 *
 * @throws LabError if there is no such fault or cluster.
 */
export async function changeFault(
  state: LabState,
  { cluster, fault: name }: FaultRequest,
  options: { readonly undo: boolean; readonly progress: Progress },
): Promise<void> {
  const { progress, undo } = options;
  const fault = FAULTS.find((one) => one.name === name);
  if (fault === undefined)
    throw new LabError(`There is no fault "${name}", only: ${FAULTS.map((one) => one.name).join(', ')}.`);
  await withLock(
    state.lock,
    async () => {
      const target = await targetOf(state, fault, cluster);
      await mkdir(directoryOf(state, fault, cluster), { recursive: true, mode: 0o700 });
      const verb = undo ? 'Mend' : 'Break';
      await progress.step(`${verb} ${name} in ${cluster}`, () => (undo ? fault.mend(target) : fault.break(target)));
      if (undo) await rm(directoryOf(state, fault, cluster), { recursive: true, force: true });
    },
    () => progress.note('   Another lab command is working on this lab; waiting for it.'),
  );
  if (!undo) progress.note(`   Broken: ${fault.title}.\n   Undo it: npm run lab -- fault ${name} ${cluster} --undo`);
  if (fault.afterUndo !== undefined) progress.note(`   ${fault.afterUndo}`);
}

/** The faults that a lab has, as `NAME in CLUSTER`. */
export async function activeFaults(state: LabState): Promise<string[]> {
  const names = await readdir(state.faults).catch((): string[] => []);
  return names.sort().map((name) => name.replace('@', ' in '));
}

function directoryOf(state: LabState, fault: Fault, cluster: string): string {
  return path.join(state.faults, `${fault.name}@${cluster}`);
}

async function targetOf(state: LabState, fault: Fault, name: string): Promise<FaultTarget> {
  const { clusters, outer } = await state.requireRunning();
  const cluster = clusters.find((one) => one.name === name);
  if (cluster === undefined)
    throw new LabError(`The lab has no cluster "${name}", only: ${clusters.map((one) => one.name).join(', ')}.`);
  const artifacts = await labArtifacts(state);
  const [context] = await clusterContexts(state, [cluster]);
  const inside = (command: readonly string[], input = ''): Promise<string> =>
    runWith(enterLab({ outer, cgroup: state.id }, command, CHECKOUT), labEnvironment(state, artifacts), input);
  const kept = (key: string) => path.join(directoryOf(state, fault, name), `${key}.json`);
  return {
    cluster,
    inside,
    images: artifacts.images,
    certificates: path.join(artifacts.binDirectory, 'certificates'),
    kubectl: (args, input) => inside(['kubectl', '--context', name, ...args], input),
    onNode: (node, command) => inside(onNode(node, command)),
    processId: async (program) => {
      const identity = await readJson<ProcessIdentity>(context?.nodes[0]?.process(program) ?? '');
      if (identity === undefined) throw new LabError(`${program} of cluster ${name} was never started.`);
      return identity.pid;
    },
    save: (key, value) => writeJson(kept(key), value),
    saved: (key) => readJson(kept(key)),
  };
}

/** Runs a command that has to succeed, and returns its standard output. */
async function runWith(command: readonly string[], env: NodeJS.ProcessEnv, input: string): Promise<string> {
  const { code, stderr, stdout } = await outcomeOf(command, env, input);
  if (code !== 0) throw new LabError(stderr.trim() || `${command[0] ?? ''} ended with ${String(code)}`);
  return stdout;
}
