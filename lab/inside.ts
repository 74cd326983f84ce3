import { clusterContexts } from './cluster/contexts';
import { endCluster } from './cluster/end';
import { startClusters } from './cluster/start';
import { describeError } from './error';
import { connect, disconnect } from './network/apply';
import { type Progress, StreamProgress } from './progress';
import { LabState } from './state';

/** The parts of `lab up` that run inside the lab's namespaces. Each does the work that is still open in the record. */
export type InsideTask = 'leave' | 'join';

const TASKS: Readonly<Record<InsideTask, (state: LabState, progress: Progress) => Promise<void>>> = { leave, join };

/** Ends the clusters that leave, and their networks. */
async function leave(state: LabState, progress: Progress): Promise<void> {
  const { clusters, leaving } = await state.requireRecord();
  for (const cluster of await clusterContexts(state, leaving)) {
    await progress.step(`End cluster ${cluster.name}`, () => endCluster(cluster));
  }
  await disconnect(clusters, leaving);
}

/** Connects the clusters that join, and starts all programs that do not run. */
async function join(state: LabState, progress: Progress): Promise<void> {
  const record = await state.requireRecord();
  const clusters = [...record.clusters, ...record.joining].sort((a, b) => a.number - b.number);
  const contexts = await clusterContexts(state, clusters);
  if (record.joining.length > 0) {
    await progress.step('Connect the clusters', () =>
      connect(
        record.clusters,
        record.joining,
        state.directory,
        (name) => contexts.find((cluster) => cluster.name === name)?.nodeDirectory ?? '',
      ),
    );
    await state.save({ ...record, clusters, joining: [] });
  }
  await startClusters(contexts, progress);
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
