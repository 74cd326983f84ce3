import { meshedClusters } from '../topology/clusters';
import type { Topology } from '../topology/topology';
import { ingressGatewayValues, userValues } from '../plan/user-values';
import { isMalformed } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import type { Values } from '../plan/values';
import { valueOf } from './spellings';

/** How each chart spells a number of replicas and its autoscaler, which is on unless it is turned off. */
const ISTIOD = { chart: 'istiod', replicas: ['replicaCount'], autoscaler: ['autoscaleEnabled'] } as const;
const GATEWAY = { chart: 'gateway', replicas: ['replicaCount'], autoscaler: ['autoscaling', 'enabled'] } as const;
const CHARTS = [ISTIOD, GATEWAY];

/**
 * Replicas next to an autoscaler: each `pulumi up` would set the number back that the autoscaler had chosen. Checked on the
 * merged values, because one may come from the stack and the other from the cluster or the gateway.
 */
export function scalingProblems(topology: Topology): Problem[] {
  const { ingressGateways, spec } = topology;
  if (isMalformed(spec, 'istio')) return [];
  const { istio = { values: {} } } = spec;
  return [
    ...meshedClusters(topology).flatMap((cluster) =>
      CHARTS.flatMap((chart) =>
        problemsIn(userValues(cluster, chart.chart, istio), ['clusters', cluster.name, 'values', chart.chart], chart),
      ),
    ),
    ...[...ingressGateways.values()].flatMap((gateway) =>
      problemsIn(ingressGatewayValues(gateway, istio), ['ingressGateways', gateway.key, 'values'], GATEWAY),
    ),
  ];
}

function problemsIn(values: Values, above: readonly string[], chart: (typeof CHARTS)[number]): Problem[] {
  const { autoscaler, replicas } = chart;
  const read = (path: readonly string[]) => valueOf(chart.chart, values, path);
  const count = read(replicas);
  if (count === undefined || count === null || read(autoscaler) === false) return [];
  return [
    {
      path: configPath(...above, ...replicas),
      found: `${JSON.stringify(count)} replicas, and the autoscaler is on`,
      expected: 'one of the two',
      fix: `Take the replicas out, or set ${autoscaler.join('.')} of the same chart to false.`,
    },
  ];
}
