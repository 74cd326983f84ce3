import { leafPaths, type Values } from '../plan/values';
import { isMalformed } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import type { Topology } from '../topology/topology';
import { type KeyedGateway, keyedGateways } from './keyed-gateways';
import { meanings } from './spellings';

/** The keys of a gateway, with the chart values that each decides. A key that is not written decides nothing. */
const DECIDED: readonly (readonly [key: readonly [string, string], values: readonly (readonly string[])[]])[] = [
  [['placement', 'nodeSelector'], [['nodeSelector']]],
  [['placement', 'tolerations'], [['tolerations']]],
  [['placement', 'affinity'], [['affinity']]],
  [['placement', 'topologySpread'], [['topologySpreadConstraints']]],
  [
    ['scaling', 'replicas'],
    [['replicaCount'], ['autoscaling']],
  ],
  [
    ['scaling', 'autoscaling'],
    [
      ['replicaCount'],
      ['autoscaling', 'enabled'],
      ['autoscaling', 'minReplicas'],
      ['autoscaling', 'maxReplicas'],
      ['autoscaling', 'targetCPUUtilizationPercentage'],
    ],
  ],
  [['scaling', 'podDisruptionBudget'], [['podDisruptionBudget']]],
];

/**
 * Values for one gateway that a key of the same gateway decides: a reader could not tell which of the two holds. Values for every gateway of the
 * stack are defaults that a key may replace.
 */
export function valueBesideKeyProblems(topology: Topology): Problem[] {
  return isMalformed(topology.spec, 'istio') ? [] : keyedGateways(topology).flatMap(problemsOf);
}

function problemsOf({ keys, keysAt, ownValues, valuesAt }: KeyedGateway): Problem[] {
  return leafPaths(ownValues).flatMap((path) => {
    const spelled = meanings('gateway', path);
    const decision = DECIDED.find(
      ([[group, key], decided]) =>
        isWritten(keys, group, key) && decided.some((one) => spelled.some((written) => overlap(one, written))),
    );
    if (decision === undefined) return [];
    const key = configPath(...keysAt, ...decision[0]);
    return [
      {
        path: configPath(...valuesAt, ...path),
        found: `a value beside ${key}, which decides the same`,
        expected: 'one of the two',
      },
    ];
  });
}

function isWritten(keys: KeyedGateway['keys'], group: string, key: string): boolean {
  const spec: Values = { ...(group === 'placement' ? keys.placement : keys.scaling) };
  return spec[key] !== undefined;
}

function overlap(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((key, index) => key === other[index]);
}
