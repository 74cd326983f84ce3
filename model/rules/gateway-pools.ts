import { nodesOf } from '../plan/accelerator-values';
import { PROXY_CONFIG } from '../plan/proxy-config';
import { configPath, type Problem } from '../problems/problem';
import { unknownEntry } from '../problems/unknown-name';
import { isMeshed, meshedClusters } from '../topology/clusters';
import { clustersOf } from '../topology/ingress-gateways';
import type { Topology } from '../topology/topology';
import { type KeyedGateway, keyedGateways } from './keyed-gateways';

/** A gateway runs in a pool of its own cluster, and only one that terminates TLS in a pool with an accelerator. */
export function gatewayPoolProblems(topology: Topology): Problem[] {
  return [
    ...meshedClusters(topology).flatMap(({ name, spec }) => {
      const at = ['clusters', name, 'gatewayPool'];
      return [
        ...nameProblems(spec.gatewayPool, name, at, topology),
        ...passthroughProblems(spec.gatewayPool, at, topology),
      ];
    }),
    ...Object.entries(topology.spec.ingressGateways).flatMap(([key, { pool, ...gateway }]) =>
      clustersOf(gateway).flatMap((cluster) => nameProblems(pool, cluster, ['ingressGateways', key, 'pool'], topology)),
    ),
    ...keyedGateways(topology).flatMap(selectorProblems),
    ...providerProblems(topology),
  ];
}

function nameProblems(
  name: string | undefined,
  cluster: string,
  at: readonly string[],
  { clusters, spec }: Topology,
): Problem[] {
  const stands = clusters.get(cluster);
  // A cluster that is none of a mesh has a message of its own.
  if (name === undefined || stands === undefined || !isMeshed(stands)) return [];
  const known = Object.keys(spec.nodePools).filter((pool) => spec.nodePools[pool]?.cluster === cluster);
  if (known.includes(name)) return [];
  const path = configPath(...at);
  const other = spec.nodePools[name];
  if (other === undefined)
    return unknownEntry(spec, 'nodePools', { path, name, kind: `node pool of cluster ${cluster}`, known });
  return [
    {
      path,
      found: `"${name}", a node pool of cluster ${other.cluster}`,
      expected: `a node pool of cluster ${cluster}: one of ${known.join(', ') || '(there are none)'}`,
    },
  ];
}

/** A pool with an accelerator gains nothing for a gateway without private keys of its hosts, and its devices would be taken. */
function passthroughProblems(name: string | undefined, at: readonly string[], { spec }: Topology): Problem[] {
  const pool = name === undefined ? undefined : spec.nodePools[name];
  if (pool === undefined || pool.accelerator === 'none') return [];
  return [
    {
      path: configPath(...at),
      found: `"${name ?? ''}", a node pool with ${pool.accelerator}`,
      expected: 'a node pool without an accelerator',
      fix:
        'An east-west gateway passes TLS through to the workloads, so that it has no private-key work to speed up. ' +
        'Ingress gateways, which terminate TLS, may name the pool.',
    },
  ];
}

/** No node has two values of one label. */
function selectorProblems({ keys, keysAt, pool }: KeyedGateway): Problem[] {
  if (pool === undefined) return [];
  const nodes = nodesOf(pool.spec);
  return Object.entries(keys.placement?.nodeSelector ?? {}).flatMap(([label, value]) =>
    (nodes[label] ?? value) === value
      ? []
      : [
          {
            path: configPath(...keysAt, 'placement', 'nodeSelector', label),
            found: `"${value}", and the nodes of pool ${pool.name} have "${nodes[label] ?? ''}"`,
            expected: 'the same value, or another label',
          },
        ],
  );
}

/** An annotation for every gateway of the stack would take away the provider of private keys, or be taken away by it. */
function providerProblems({ ingressGateways, spec }: Topology): Problem[] {
  const annotations = spec.istio?.values.gateway?.['podAnnotations'];
  const written = typeof annotations === 'object' && annotations !== null && PROXY_CONFIG in annotations;
  const accelerated = ingressGateways.find(({ pool }) => (pool?.spec.accelerator ?? 'none') !== 'none');
  if (!written || accelerated === undefined) return [];
  return [
    {
      path: configPath('istio', 'values', 'gateway', 'podAnnotations', PROXY_CONFIG),
      found: `settings of the proxy for every gateway, and ingress gateway ${accelerated.key} has others by its node pool`,
      expected: 'settings in `meshwork:istio.values.istiod.meshConfig.defaultConfig`, which both add to',
    },
  ];
}
