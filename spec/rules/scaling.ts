import { meshedClusters } from '../membership';
import { userValues } from '../plan/user-values';
import { configPath, type Problem } from '../problem';
import type { Spec } from '../schema/config';
import { valueAt } from '../values';

/** How each chart spells a number of replicas and its autoscaler, which is on unless it is turned off. */
const CHARTS = [
  { chart: 'istiod', replicas: ['replicaCount'], autoscaler: ['autoscaleEnabled'] },
  { chart: 'gateway', replicas: ['replicaCount'], autoscaler: ['autoscaling', 'enabled'] },
] as const;

/**
 * Replicas next to an autoscaler: each `pulumi up` would set the number back that the autoscaler had chosen. Checked on the
 * merged values, because one may come from the stack and the other from the cluster.
 */
export function scalingProblems(spec: Spec): Problem[] {
  return Object.keys(meshedClusters(spec)).flatMap((name) =>
    CHARTS.flatMap(({ chart, replicas, autoscaler }) => {
      const values = userValues(spec, name, chart);
      // The istiod chart also takes everything below `pilot`.
      const read = (path: readonly string[]) => valueAt(values, path) ?? valueAt(values, ['pilot', ...path]);
      const count = read(replicas);
      if (count === undefined || count === null || read(autoscaler) === false) return [];
      return [
        {
          path: configPath('clusters', name, 'values', chart, ...replicas),
          found: `${JSON.stringify(count)} replicas, and the autoscaler is on`,
          expected: 'one of the two',
          fix: `Take the replicas out, or set ${chart}.${autoscaler.join('.')} to false.`,
        },
      ];
    }),
  );
}
