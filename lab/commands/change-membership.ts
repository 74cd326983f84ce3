import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Artifacts } from '../build/artifacts-types';
import { cacheDirectory } from '../cache/directory';
import { Cache } from '../cache/entry';
import { searchPath } from '../cluster/context';
import { clusterContexts } from '../cluster/contexts';
import { kubeconfig, readAdminAccess } from '../cluster/credentials';
import { ensureImageStore } from '../cluster/image-store';
import { prepareCluster } from '../cluster/start';
import { writeMachineInformation } from '../machine/access';
import { machineContexts, requireMachineArtifacts } from '../machine/context';
import type { MachineMembership } from '../machine/membership';
import { prepareMachine, prepareMachineKey } from '../machine/prepare';
import type { Membership } from '../membership';
import type { MachineAddresses } from '../network/machines';
import type { ClusterAddresses } from '../network/plan';
import { overlayMachines } from '../overlay';
import type { Progress } from '../progress';
import { type LabRecord, type LabState, writeJson } from '../state';
import { runInside } from './inside';

/**
 * Removes the clusters and machines that leave a lab, writes the files of those that join, and starts the programs that do not run.
 * It writes each part into the record before it begins with it, so that the next command finds a part that was interrupted.
 */
export async function changeMembership(
  state: LabState,
  known: Omit<LabRecord, keyof (Membership & MachineMembership)>,
  membership: Membership & MachineMembership,
  artifacts: Artifacts,
  progress: Progress,
): Promise<void> {
  let record: LabRecord = { ...known, ...membership };
  await state.save(record);
  if (record.leaving.length + record.leavingMachines.length > 0) {
    await writeKubeconfig(state, record.clusters);
    await runInside(state, record.outer, artifacts, 'leave');
    for (const { name } of record.leaving) {
      await rm(path.join(state.clusters, name), { recursive: true, force: true });
    }
    for (const { name } of record.leavingMachines) {
      await rm(path.join(state.machines, name), { recursive: true, force: true });
    }
    record = { ...record, leaving: [], leavingMachines: [] };
    await state.save(record);
  }
  if (record.joining.length > 0) {
    const joining = await clusterContexts(state, record.joining);
    const store = await progress.step('Unpack images', () =>
      ensureImageStore(new Cache(cacheDirectory()), artifacts.images, searchPath(artifacts)),
    );
    await progress.step('Prepare files', () => Promise.all(joining.map((cluster) => prepareCluster(cluster, store))));
    await writeKubeconfig(state, [...record.clusters, ...record.joining]);
  }
  await prepareMachines(state, record.machines, artifacts);
  await overlayMachines(state);
  await runInside(state, record.outer, artifacts, 'join');
}

/** Writes the files of machines that have none yet, and the file that tells users how to reach machines. */
async function prepareMachines(
  state: LabState,
  machines: readonly MachineAddresses[],
  artifacts: Artifacts,
): Promise<void> {
  if (machines.length === 0) {
    await rm(state.machineInformation, { force: true });
    return;
  }
  const contexts = await machineContexts(state, machines);
  await prepareMachineKey(state, requireMachineArtifacts(artifacts).binDirectory);
  await Promise.all(contexts.map((machine) => prepareMachine(state, machine)));
  await writeMachineInformation(state, contexts);
}

/** The first cluster's context is the current one. The order of numbers keeps it so when another cluster joins. */
async function writeKubeconfig(state: LabState, clusters: readonly ClusterAddresses[]): Promise<void> {
  const contexts = await clusterContexts(
    state,
    [...clusters].sort((a, b) => a.number - b.number),
  );
  const accesses = contexts.map(async (cluster) => ({ name: cluster.name, access: await readAdminAccess(cluster) }));
  await writeJson(state.kubeconfig, kubeconfig(await Promise.all(accesses)));
}
