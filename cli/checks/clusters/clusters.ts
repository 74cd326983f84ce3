import type { RunCheck } from '../check';

/** Something that concerns a whole cluster. */
export interface ClusterProblem {
  readonly cluster: string;
  readonly message: string;
}

/** Clusters that could not be checked, or not be cleaned up. */
export const clustersCheck: RunCheck<'clusterProblems', ClusterProblem> = {
  id: 'MW001',
  title: 'Clusters take clients and servers',
  anchor: 'mw001',
  key: 'clusterProblems',
  noun: 'cluster problem',
  advice: 'Look at the pods and events of the namespace, and at the way from here to the API server.',
  needs: 'every cluster',
  showsTraffic: false,
  ask: (clusters) =>
    clusters.flatMap(({ name, problem }) => (problem === undefined ? [] : [{ cluster: name, message: problem }])),
  judge: () => 'fail',
  line: ({ cluster, message }) => `cluster ${cluster}: ${message}`,
  problems: () => [],
};
