import { externalCrdProblems } from '../model/rules/external-crds';
import { configPath, ConfigurationError, type Problem } from '../model/problems/problem';
import { istioCrdsOf } from './cluster-crds';
import type { Reading } from './read';

/** Names of Istio's CRDs, by cluster, that are there and not the stack's. */
export type ExternalCrds = ReadonlyMap<string, readonly string[]>;

/**
 * Finds the CRDs of Istio in the clusters of a stack that does not make them (`meshwork:istio.crds: external`). Other stacks' clusters are not asked.
 *
 * @throws ConfigurationError if any are missing or too old, so that nothing is made before they are there.
 */
export async function externalCrds({ accesses, plan }: Reading): Promise<ExternalCrds> {
  const answers = await Promise.all(
    plan.clusters
      .filter(({ crds, state }) => crds === 'external' && state === 'active')
      .map(async ({ charts: { version }, name: cluster }): Promise<Answer> => {
        try {
          const crds = await istioCrdsOf(accesses[cluster]?.kubeconfig ?? '');
          return {
            cluster,
            names: crds.map(({ name }) => name),
            problems: externalCrdProblems(cluster, version, crds),
          };
        } catch (error) {
          return { cluster, names: [], problems: [unanswered(cluster, error)] };
        }
      }),
  );
  const problems = answers.flatMap((answer) => answer.problems);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return new Map(answers.map(({ cluster, names }) => [cluster, names]));
}

interface Answer {
  readonly cluster: string;
  readonly names: readonly string[];
  readonly problems: readonly Problem[];
}

function unanswered(cluster: string, error: unknown): Problem {
  return {
    path: configPath('clusters', cluster),
    found: `a cluster that does not tell its CRDs: ${error instanceof Error ? error.message : String(error)}`,
    expected: 'a cluster that can be asked for them, because meshwork:istio.crds is external',
  };
}
