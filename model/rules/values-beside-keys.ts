import { acceleratorProxyConfig, acceleratorValues } from '../plan/accelerator-values';
import { proxyConfigValues } from '../plan/proxy-config';
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

function problemsOf(gateway: KeyedGateway): Problem[] {
  const { keys, keysAt, ownValues, poolAt, valuesAt } = gateway;
  return leafPaths(ownValues).flatMap((path) => {
    const spelled = meanings('gateway', path);
    const covers = (decided: readonly (readonly string[])[]) =>
      decided.some((one) => spelled.some((written) => overlap(one, written)));
    const decision = DECIDED.find(([[group, key], decided]) => isWritten(keys, group, key) && covers(decided));
    if (decision === undefined && !covers(decidedByPool(gateway))) return [];
    const key = configPath(...(decision === undefined ? poolAt : [...keysAt, ...decision[0]]));
    return [
      {
        path: configPath(...valuesAt, ...path),
        found: `a value beside ${key}, which decides the same`,
        expected: 'one of the two',
      },
    ];
  });
}

/** The chart values that the node pool of a gateway decides. */
function decidedByPool({ pool }: KeyedGateway): (readonly string[])[] {
  if (pool === undefined) return [];
  const { nodes } = pool.spec;
  return [
    ['nodeSelector'],
    ...(nodes.tolerations.length === 0 ? [] : [['tolerations']]),
    ...leafPaths(acceleratorValues(pool.spec)),
    ...leafPaths(proxyConfigValues(acceleratorProxyConfig(pool.spec))),
  ];
}

function isWritten(keys: KeyedGateway['keys'], group: string, key: string): boolean {
  const spec: Values = { ...(group === 'placement' ? keys.placement : keys.scaling) };
  return spec[key] !== undefined;
}

function overlap(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((key, index) => key === other[index]);
}
