import type { PlacementSpec } from '../schema/placement';
import type { ScalingSpec } from '../schema/scaling';
import { isTree, mergeValues, type Values } from './values';

/** The keys of a gateway that say where its pods run and how many there are. */
export interface GatewayKeys {
  readonly placement?: PlacementSpec | undefined;
  readonly scaling?: ScalingSpec | undefined;
}

/** Values of the gateway chart that a key replaces whole: of two node selectors or two budgets laid over each other neither is what its author meant. */
const REPLACED: readonly string[] = ['nodeSelector', 'affinity', 'podDisruptionBudget'];

/** Lays the keys of a gateway over chart values (docs/adr/0006). */
export function layKeys(values: Values, keys: Values): Values {
  const { global } = values;
  const kept = without(values, keys);
  // The chart copies what is below `global` to the top level, where it would be laid over.
  return mergeValues(isTree(global) ? { ...kept, global: without(global, keys) } : kept, keys);
}

function without(values: Values, keys: Values): Values {
  const replaced = [...REPLACED.filter((key) => key in keys), ...('autoscaling' in keys ? ['replicaCount'] : [])];
  return Object.fromEntries(Object.entries(values).filter(([key]) => !replaced.includes(key)));
}

/**
 * What the keys of a gateway set in the values of its chart. Empty without keys.
 *
 * @param selector Labels of its pods.
 */
export function keyValues({ placement, scaling }: GatewayKeys, selector: Readonly<Record<string, string>>): Values {
  return { ...placementValues(placement ?? {}, selector), ...scalingValues(scaling ?? {}) };
}

function placementValues(
  { affinity, nodeSelector, tolerations, topologySpread }: PlacementSpec,
  selector: Readonly<Record<string, string>>,
): Values {
  return {
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(affinity === undefined ? {} : { affinity }),
    ...(topologySpread === undefined
      ? {}
      : {
          topologySpreadConstraints: topologySpread.map((spread) => ({
            ...spread,
            labelSelector: { matchLabels: selector },
          })),
        }),
  };
}

function scalingValues({ autoscaling, podDisruptionBudget, replicas }: ScalingSpec): Values {
  return {
    ...(replicas === undefined ? {} : { replicaCount: replicas, autoscaling: { enabled: false } }),
    ...(autoscaling === undefined
      ? {}
      : {
          autoscaling: {
            enabled: true,
            minReplicas: autoscaling.min,
            maxReplicas: autoscaling.max,
            targetCPUUtilizationPercentage: autoscaling.targetCpu,
          },
        }),
    ...(podDisruptionBudget === undefined ? {} : { podDisruptionBudget }),
  };
}
