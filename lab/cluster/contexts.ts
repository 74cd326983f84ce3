import * as path from 'node:path';
import type { Artifacts } from '../build/artifacts-types';
import { LabError } from '../error';
import type { ClusterAddresses } from '../network/plan';
import { type LabState, readJson } from '../state';
import { ClusterContext } from './context';

/** Clusters of a lab, with the artifacts that it was started with. */
export async function clusterContexts(
  state: LabState,
  clusters: readonly ClusterAddresses[],
): Promise<ClusterContext[]> {
  const artifacts = await labArtifacts(state);
  return clusters.map(
    (addresses) => new ClusterContext(addresses, path.join(state.clusters, addresses.name), artifacts),
  );
}

/** The artifacts that the lab was started with. */
export async function labArtifacts(state: LabState): Promise<Artifacts> {
  const artifacts = await readJson<Artifacts>(state.artifacts);
  if (artifacts === undefined) {
    throw new LabError(`${state.artifacts} is missing. Run \`npm run lab -- down\` and then \`npm run lab -- up\`.`);
  }
  return artifacts;
}
