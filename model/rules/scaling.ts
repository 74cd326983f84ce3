import { meshedClusters } from '../topology/clusters';
import type { Topology } from '../topology/topology';
import { userValues } from '../plan/user-values';
import { isMalformed } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import type { Values } from '../plan/values';
import type { ScalingSpec } from '../schema/scaling';
import { type KeyedGateway, keyedGateways } from './keyed-gateways';
import { valueOf } from './spellings';

/** How each chart spells a number of replicas and its autoscaler, which is on unless it is turned off. */
const ISTIOD = { chart: 'istiod', replicas: ['replicaCount'], autoscaler: ['autoscaleEnabled'] } as const;
const GATEWAY = { chart: 'gateway', replicas: ['replicaCount'], autoscaler: ['autoscaling', 'enabled'] } as const;

/**
 * Replicas next to an autoscaler: each `pulumi up` would set the number back that the autoscaler had chosen. Checked on the
 * merged values, because one may come from the stack and the other from the cluster or the gateway.
 */
export function scalingProblems(topology: Topology): Problem[] {
  const { spec } = topology;
  if (isMalformed(spec, 'istio')) return [];
  const { istio = { values: {} } } = spec;
  const gateways = keyedGateways(topology);
  return [
    ...meshedClusters(topology).flatMap((cluster) =>
      problemsIn(userValues(cluster, 'istiod', istio), ['clusters', cluster.name, 'values', 'istiod'], ISTIOD),
    ),
    ...gateways.flatMap(({ keys, merged, valuesAt }) => {
      // Of keys that say both, the problem is theirs.
      const isKeyed = keys.scaling?.replicas !== undefined || keys.scaling?.autoscaling !== undefined;
      return isKeyed ? [] : problemsIn(merged, valuesAt, GATEWAY);
    }),
    ...eachOnce(gateways.flatMap(keyProblems)),
  ];
}

/** The gateways of several clusters of a network have one set of keys. */
function eachOnce(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}

function problemsIn(values: Values, above: readonly string[], chart: typeof ISTIOD | typeof GATEWAY): Problem[] {
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

/** Keys of one gateway that contradict each other. */
function keyProblems({ keys, keysAt, merged }: KeyedGateway): Problem[] {
  if (keys.scaling === undefined) return [];
  const { autoscaling, replicas } = keys.scaling;
  const at = (...below: string[]) => configPath(...keysAt, 'scaling', ...below);
  if (replicas !== undefined && autoscaling !== undefined)
    return [
      {
        path: at(),
        found: `replicas (${replicas}) beside autoscaling`,
        expected: 'one of the two',
        fix: 'Each `pulumi up` would set the number back that the autoscaler had chosen.',
      },
    ];
  if (autoscaling !== undefined && autoscaling.min > autoscaling.max)
    return [
      {
        path: at('autoscaling', 'min'),
        found: `${autoscaling.min}, and max is ${autoscaling.max}`,
        expected: 'at most as many as max',
      },
    ];
  return budgetProblems(keys.scaling, fewestPods(merged), at('podDisruptionBudget'));
}

/** A budget has to leave a pod that a drain may take. */
function budgetProblems({ podDisruptionBudget }: ScalingSpec, fewest: number, path: string): Problem[] {
  if (podDisruptionBudget === undefined) return [];
  if (fewest < 2)
    return [
      {
        path,
        found: 'a budget for a gateway that may have one pod',
        expected: '`replicas` or `autoscaling.min` of 2 or more',
        fix: "Istio's chart makes no budget for a single pod, because its node could never be drained.",
      },
    ];
  const { maxUnavailable, minAvailable } = podDisruptionBudget;
  if (typeof minAvailable === 'number' && minAvailable >= fewest)
    return [
      {
        path: `${path}.minAvailable`,
        found: `${minAvailable}, and there may be ${fewest} pods`,
        expected: `fewer than ${fewest}, or a node with such a pod could not be drained`,
      },
    ];
  if (minAvailable === '100%' || maxUnavailable === 0 || maxUnavailable === '0%')
    return [
      {
        path: `${path}.${minAvailable === undefined ? 'maxUnavailable' : 'minAvailable'}`,
        found: JSON.stringify(minAvailable ?? maxUnavailable),
        expected: 'a budget that leaves a pod to take, or a node with such a pod could not be drained',
      },
    ];
  return [];
}

/** The fewest pods that a gateway has by the values of its chart, whose autoscaler starts at one. */
function fewestPods(values: Values): number {
  const scaled = valueOf('gateway', values, ['autoscaling', 'enabled']) !== false;
  const path = scaled ? ['autoscaling', 'minReplicas'] : ['replicaCount'];
  return Number(valueOf('gateway', values, path) ?? 1);
}
