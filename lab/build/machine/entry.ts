import type { Cache } from '../../cache/entry';
import type { Progress } from '../../progress';
import type { MachineArtifacts } from '../artifacts-types';
import { machineRoot } from './root-entry';
import { type SidecarParts, sidecarPackage } from './sidecar-package';

/** Makes the artifacts for machines, which only labs with machines need, or finds them in the cache. */
export async function machineArtifacts(
  cache: Cache,
  release: string,
  parts: SidecarParts,
  progress: Progress,
): Promise<MachineArtifacts> {
  const [{ bin, root }, sidecar] = await Promise.all([
    machineRoot(cache, release, progress),
    sidecarPackage(cache, parts, progress),
  ]);
  return { root, binDirectory: bin, sidecar };
}
