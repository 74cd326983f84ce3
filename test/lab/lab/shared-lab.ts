import { Lab } from '../../../lab/lab';
import type { MachineRequest } from '../../../lab/network/machines';
import type { ClusterRequest } from '../../../lab/network/plan';
import { removeLab, temporaryLab } from './temporary-lab';

/**
 * Gives the surrounding `describe`, and the suites that are called in it, one lab: it starts before the first of their tests and ends after the last.
 *
 * @param clusters of the lab; they are empty at the start.
 * @param machines of the lab. Default: none.
 * @returns a function that gives the lab to hooks and tests. A suite finds in the clusters everything that earlier suites left there.
 */
export function sharedLab(clusters: readonly ClusterRequest[], machines: readonly MachineRequest[] = []): () => Lab {
  let lab: Lab | undefined;
  const running = (): Lab => {
    if (lab === undefined)
      throw new Error('The lab is there in hooks and tests only, and not while they are declared.');
    return lab;
  };
  before(async () => {
    lab = await temporaryLab();
    await lab.up(clusters, undefined, machines);
  });
  after(async () => {
    if (lab !== undefined) await removeLab(lab);
  });
  return running;
}
