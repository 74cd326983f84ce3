import type { RunCheck } from '../check';

/** Something that concerns a whole place. */
export interface PlaceProblem {
  readonly kind: 'cluster' | 'machine';
  readonly place: string;
  readonly message: string;
}

/** Clusters and machines that could not be checked, or not be cleaned up. */
export const placesCheck: RunCheck<'placeProblems', PlaceProblem> = {
  id: 'MW001',
  title: 'Clusters and machines take clients and servers',
  anchor: 'mw001',
  key: 'placeProblems',
  noun: 'problem',
  advice:
    'Look at the pods and events of the namespace, or the service on the machine, and at the way from here to the API server or SSH server.',
  needs: 'every place',
  showsTraffic: false,
  ask: (places) =>
    places.flatMap(({ kind, name, problem }) =>
      problem === undefined ? [] : [{ kind, place: name, message: problem }],
    ),
  judge: () => 'fail',
  line: ({ kind, message, place }) => `${kind} ${place}: ${message}`,
  problems: () => [],
};
