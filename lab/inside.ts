import { startClusters } from './cluster/start';
import { describeError } from './error';
import { cgroupMounts } from './namespace/cgroup-mounts';
import { joinLeaf } from './namespace/cgroups';
import { applyNetwork } from './network/apply';
import { clusterContexts } from './cluster/contexts';
import { StreamProgress } from './progress';
import { LabState } from './state';

/** The part of `lab up` that runs inside the lab's namespaces: its network once, then every cluster. */
async function main(): Promise<void> {
  const state = await LabState.open();
  const record = await state.requireRecord();
  const clusters = await clusterContexts(state, record);
  joinLeaf(cgroupMounts());
  const progress = new StreamProgress();
  if (!record.complete) {
    await progress.step('Connect the clusters', () =>
      applyNetwork(
        clusters.map(({ addresses }) => addresses),
        state.directory,
        (name) => clusters.find((cluster) => cluster.name === name)?.nodeDirectory ?? '',
      ),
    );
    await state.save({ ...record, complete: true });
  }
  await startClusters(clusters, progress);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  },
);
