import { clusterContexts, labArtifacts } from './cluster/contexts';
import { endCluster } from './cluster/end';
import { startClusters } from './cluster/start';
import { describeError } from './error';
import { readMachineInformation } from './machine/access';
import { type MachineContext, machineContexts } from './machine/context';
import { servePackage } from './machine/serve-package';
import { endMachine, startMachines } from './machine/start';
import { connect, disconnect, removeLinks } from './network/apply';
import { type Progress, StreamProgress } from './progress';
import { sideBySide } from './side-by-side';
import { LabState } from './state';

/** The parts of `lab up` that run inside the lab's namespaces. Each does the work that is still open in the record. */
export type InsideTask = 'leave' | 'join';

const TASKS: Readonly<Record<InsideTask, (state: LabState, progress: Progress) => Promise<void>>> = { leave, join };

/** Ends the clusters and machines that leave, and their networks. */
async function leave(state: LabState, progress: Progress): Promise<void> {
  const { clusters, leaving, leavingMachines } = await state.requireRecord();
  for (const machine of await machineContexts(state, leavingMachines)) {
    await progress.step(`End machine ${machine.name}`, () => endMachine(machine));
  }
  await removeLinks(leavingMachines);
  for (const cluster of await clusterContexts(state, leaving)) {
    await progress.step(`End cluster ${cluster.name}`, () => endCluster(cluster));
  }
  await disconnect(clusters, leaving);
}

/** Connects the clusters that join, and starts all programs and machines that do not run. */
async function join(state: LabState, progress: Progress): Promise<void> {
  const record = await state.requireRecord();
  const clusters = [...record.clusters, ...record.joining].sort((a, b) => a.number - b.number);
  const contexts = await clusterContexts(state, clusters);
  const nodes = contexts.flatMap((cluster) => cluster.nodes);
  if (record.joining.length > 0) {
    await progress.step('Connect the clusters', () =>
      connect(
        record.clusters,
        record.joining,
        state.directory,
        (name) => nodes.find((node) => node.name === name)?.nodeDirectory ?? '',
      ),
    );
    await state.save({ ...record, clusters, joining: [] });
  }
  const machines = await machineContexts(state, record.machines);
  await sideBySide(startClusters(contexts, progress), startMachinesOf(state, machines, progress));
}

/** Starts the machines that do not run, and the server of Istio's package. */
async function startMachinesOf(
  state: LabState,
  machines: readonly MachineContext[],
  progress: Progress,
): Promise<void> {
  const information = await readMachineInformation(state);
  if (machines.length === 0 || information === undefined) return;
  await servePackage(state, await labArtifacts(state));
  await startMachines(machines, information.machines, progress);
}

async function main(task: string): Promise<void> {
  const state = await LabState.open();
  await TASKS[task as InsideTask](state, new StreamProgress());
}

main(process.argv[2] ?? '').then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  },
);
