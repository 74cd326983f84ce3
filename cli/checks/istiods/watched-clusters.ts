import { type MeshCheck, passOrFail } from '../check';
import { askIstiods } from './debug-interface';
import { type ControlPlaneResult, judgeIstiod } from './istiod';

/** The istiods of a mesh, each asked which clusters it watches. */
export const istiodsCheck: MeshCheck<'controlPlanes', ControlPlaneResult> = {
  id: 'MW401',
  title: 'Istiods watch every cluster of their mesh',
  anchor: 'mw401',
  key: 'controlPlanes',
  noun: 'istiod',
  advice: 'A cluster that is not synced refuses its remote secret or cannot be reached.',
  needs: 'istiods',
  late: 'not as it should be',
  showsTraffic: false,
  ask: ({ clusters, mesh }, signal) =>
    askIstiods(clusters, '/debug/clusterz', (cluster, answer) => [judgeIstiod(mesh, cluster, answer)], signal),
  judge: passOrFail,
  line: ({ cluster, clusters, pod }) =>
    `istiod of ${cluster} (${pod ?? 'no pod'}): ${clusters.map(({ id, status }) => `${id} ${status}`).join(', ') || 'no clusters'}`,
  problems: ({ problems }) => problems,
};
