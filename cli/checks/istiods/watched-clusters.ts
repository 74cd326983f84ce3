import { type MeshCheck, passOrFail } from '../check';
import { askIstiods } from './debug-interface';
import { remoteSecretProblems } from './remote-secrets';
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
  ask: async ({ clusters, mesh }, signal) => {
    const [results, secrets] = await Promise.all([
      askIstiods(clusters, '/debug/clusterz', (cluster, answer) => [judgeIstiod(mesh, cluster, answer)], signal),
      remoteSecretProblems(clusters, signal),
    ]);
    return results.map((result) => {
      const more = secrets.flatMap(({ cluster, problem }) => (cluster === result.cluster ? [problem] : []));
      return { ...result, ok: result.ok && more.length === 0, problems: [...result.problems, ...more] };
    });
  },
  judge: passOrFail,
  line: ({ cluster, clusters, pod }) =>
    `istiod of ${cluster} (${pod ?? 'no pod'}): ${clusters.map(({ id, status }) => `${id} ${status}`).join(', ') || 'no clusters'}`,
  problems: ({ problems }) => problems,
};
