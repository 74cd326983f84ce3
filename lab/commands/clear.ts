import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import { endOuter } from '../namespace/outer';
import type { LabRecord, LabState } from '../state';

/** Ends a lab that may have ended by itself, and removes everything that belongs to its clusters and machines. */
export async function clear(state: LabState, record: LabRecord | undefined): Promise<void> {
  await endOuter(record?.outer, state.id);
  // The stacks describe objects of clusters that are gone. If they stayed, the next `pulumi up` would find nothing to do.
  const clusters = [state.recordFile, state.faults, state.clusters, state.backend, state.kubeconfig, state.overlay];
  const machines = [state.machines, state.machineInformation, state.packageServer, path.dirname(state.machineKey)];
  for (const gone of [...clusters, ...machines]) {
    await rm(gone, { recursive: true, force: true });
  }
}
