import { EAST_WEST_GATEWAY_SELECTOR } from '../names/east-west-gateway';
import { ingressGatewaySelector } from '../names/ingress-gateway';
import { placementIn } from '../plan/accelerator-values';
import { type GatewayKeys, keyValues, layKeys } from '../plan/placement-values';
import { ingressGatewayValues, userValues } from '../plan/user-values';
import type { Values } from '../plan/values';
import { meshedClusters } from '../topology/clusters';
import type { IngressGateway } from '../topology/ingress-gateways';
import { type NodePool, poolIn } from '../topology/node-pools';
import type { Topology } from '../topology/topology';

/** One gateway, with the keys that say where its pods run and how many there are, and the values that say the same. */
export interface KeyedGateway {
  /** Where its keys are, below `meshwork:`. */
  readonly keysAt: readonly string[];
  readonly keys: GatewayKeys;
  /** The node pool that it names, if it is one of its cluster, and where it names it. */
  readonly pool: NodePool | undefined;
  readonly poolAt: readonly string[];
  /** Where values for it alone are, below `meshwork:`, and those values. */
  readonly valuesAt: readonly string[];
  readonly ownValues: Values;
  /** What its chart gets of values and keys. */
  readonly merged: Values;
}

/** The gateways of a configuration: one in each cluster of a mesh, whether it is needed or not, and the ingress gateways. */
export function keyedGateways(topology: Topology): KeyedGateway[] {
  const { ingressGateways, nodePools, spec } = topology;
  const { istio = { values: {} } } = spec;
  return [
    ...meshedClusters(topology).map((cluster): KeyedGateway => {
      const { name, network } = cluster;
      const { gateway } = network.spec;
      const pool = poolIn(cluster, cluster.spec.gatewayPool, nodePools);
      return {
        keysAt: ['networks', network.name, 'gateway'],
        keys: gateway,
        pool,
        poolAt: ['clusters', name, 'gatewayPool'],
        valuesAt: ['clusters', name, 'values', 'gateway'],
        ownValues: cluster.spec.values.gateway ?? {},
        merged: layKeys(
          userValues(cluster, 'gateway', istio),
          keyValues(withPool(gateway, pool), EAST_WEST_GATEWAY_SELECTOR),
        ),
      };
    }),
    ...onceEach(ingressGateways).map((gateway): KeyedGateway => {
      const { key, pool, spec: keys } = gateway;
      return {
        keysAt: ['ingressGateways', key],
        keys,
        pool,
        poolAt: ['ingressGateways', key, 'pool'],
        valuesAt: ['ingressGateways', key, 'values'],
        ownValues: keys.values,
        merged: layKeys(
          ingressGatewayValues(gateway, istio),
          keyValues(withPool(keys, pool), ingressGatewaySelector(key)),
        ),
      };
    }),
  ];
}

/** Each ingress gateway once, in the cluster of its node pool if it names one: everything else is the same in all of its clusters. */
function onceEach(gateways: readonly IngressGateway[]): IngressGateway[] {
  const chosen = new Map<string, IngressGateway>();
  for (const gateway of gateways)
    if (!chosen.has(gateway.key) || gateway.pool !== undefined) chosen.set(gateway.key, gateway);
  return [...chosen.values()];
}

/** The keys of a gateway with those that its node pool adds. */
function withPool({ placement, scaling }: GatewayKeys, pool: NodePool | undefined): GatewayKeys {
  return { placement: placementIn(pool?.spec, placement), scaling };
}
