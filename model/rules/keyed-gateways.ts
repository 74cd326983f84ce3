import { EAST_WEST_GATEWAY_SELECTOR } from '../names/east-west-gateway';
import { ingressGatewaySelector } from '../names/ingress-gateway';
import { type GatewayKeys, keyValues, layKeys } from '../plan/placement-values';
import { ingressGatewayValues, userValues } from '../plan/user-values';
import type { Values } from '../plan/values';
import { meshedClusters } from '../topology/clusters';
import type { Topology } from '../topology/topology';

/** One gateway, with the keys that say where its pods run and how many there are, and the values that say the same. */
export interface KeyedGateway {
  /** Where its keys are, below `meshwork:`. */
  readonly keysAt: readonly string[];
  readonly keys: GatewayKeys;
  /** Where values for it alone are, below `meshwork:`, and those values. */
  readonly valuesAt: readonly string[];
  readonly ownValues: Values;
  /** What its chart gets of values and keys. */
  readonly merged: Values;
}

/** The gateways of a configuration: one in each cluster of a mesh, whether it is needed or not, and the ingress gateways. */
export function keyedGateways(topology: Topology): KeyedGateway[] {
  const { ingressGateways, spec } = topology;
  const { istio = { values: {} } } = spec;
  return [
    ...meshedClusters(topology).map((cluster): KeyedGateway => {
      const { name, network } = cluster;
      const { gateway } = network.spec;
      return {
        keysAt: ['networks', network.name, 'gateway'],
        keys: gateway,
        valuesAt: ['clusters', name, 'values', 'gateway'],
        ownValues: cluster.spec.values.gateway ?? {},
        merged: layKeys(userValues(cluster, 'gateway', istio), keyValues(gateway, EAST_WEST_GATEWAY_SELECTOR)),
      };
    }),
    ...[...ingressGateways.values()].map((gateway): KeyedGateway => {
      const { key, spec: keys } = gateway;
      return {
        keysAt: ['ingressGateways', key],
        keys,
        valuesAt: ['ingressGateways', key, 'values'],
        ownValues: keys.values,
        merged: layKeys(ingressGatewayValues(gateway, istio), keyValues(keys, ingressGatewaySelector(key))),
      };
    }),
  ];
}
