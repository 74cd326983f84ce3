import { needsEastWestGateway } from '../plan/east-west-gateway-plan';
import { configPath, type Problem } from '../problems/problem';
import { meshedClusters } from '../topology/clusters';
import { clustersOf } from '../topology/ingress-gateways';
import type { Topology } from '../topology/topology';
import { valueOf } from './spellings';

/** Two gateways cannot have one port of one address. */
export function ingressAddressProblems(topology: Topology): Problem[] {
  return [...nodePortProblems(topology), ...addressProblems(topology), ...oneForAllProblems(topology)];
}

/** A port of the nodes that config gives to a gateway. */
interface Claim {
  readonly cluster: string;
  readonly port: number;
  /** Where config gives it. */
  readonly path: string;
}

/** A node has each port once, for all Services of its cluster. */
function nodePortProblems(topology: Topology): Problem[] {
  const ingress = Object.entries(topology.spec.ingressGateways).flatMap(
    ([gateway, { nodePorts, service, ...stands }]) =>
      service !== 'nodePort'
        ? []
        : Object.entries(nodePorts).flatMap(([name, port]) =>
            clustersOf(stands).map((cluster): Claim => ({
              ...{ cluster, port },
              path: configPath('ingressGateways', gateway, 'nodePorts', name),
            })),
          ),
  );
  const eastWest = meshedClusters(topology).flatMap((cluster): Claim[] => {
    const { nodePorts, service } = cluster.network.spec.gateway;
    if (service !== 'nodePort' || nodePorts === undefined || !needsEastWestGateway(cluster)) return [];
    return Object.entries(nodePorts).map(([name, port]) => ({
      ...{ cluster: cluster.name, port },
      path: configPath('networks', cluster.network.name, 'gateway', 'nodePorts', name),
    }));
  });
  const claims = [...ingress, ...eastWest];
  return ingress.flatMap((claim) => {
    const others = claims.filter(
      ({ cluster, path, port }) =>
        cluster === claim.cluster && port === claim.port && gatewayOf(path) !== gatewayOf(claim.path),
    );
    if (others.length === 0) return [];
    return [
      {
        path: claim.path,
        found: `${claim.port}, which ${others.map(({ path }) => path).join(', ')} has as well in cluster ${claim.cluster}`,
        expected: 'a port of the nodes for each',
      },
    ];
  });
}

/** The part of a path that names the gateway. */
function gatewayOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.nodePorts.'));
}

/** Chart values that give a Service its address for clients outside. */
const OUTSIDE = ['loadBalancerIP', 'externalIPs'] as const;

/** Chart values that give a Service its address. */
const ADDRESSES = [...OUTSIDE, 'clusterIP'] as const;

/** Every gateway has port 80, so that no two can share an address. */
function addressProblems({ spec }: Topology): Problem[] {
  const claims = Object.entries(spec.ingressGateways).flatMap(([gateway, { values }]) =>
    ADDRESSES.flatMap((key) =>
      [valueOf('gateway', values, ['service', key])]
        .flat()
        .flatMap((address) =>
          typeof address === 'string' && address !== '' && address !== 'None' ? [{ address, gateway, key }] : [],
        ),
    ),
  );
  return claims.flatMap(({ address, gateway, key }) => {
    const others = claims.filter((other) => other.gateway !== gateway && other.address === address);
    if (others.length === 0) return [];
    return [
      {
        path: configPath('ingressGateways', gateway, 'values', 'service', key),
        found: `${address}, which ingress gateway ${others.map((other) => other.gateway).join(', ')} has as well`,
        expected: 'an address of its own: each of them has port 80',
      },
    ];
  });
}

/** A gateway has the same values in each of its clusters, and clients outside reach one cluster alone by an address. */
function oneForAllProblems({ spec }: Topology): Problem[] {
  return Object.entries(spec.ingressGateways).flatMap(([gateway, { values, ...stands }]) => {
    const clusters = clustersOf(stands);
    if (clusters.length < 2) return [];
    return OUTSIDE.flatMap((key) => {
      const value = valueOf('gateway', values, ['service', key]);
      const addresses = [value].flat().filter((address) => typeof address === 'string' && address !== '');
      if (addresses.length === 0) return [];
      return [
        {
          path: configPath('ingressGateways', gateway, 'values', 'service', key),
          found: `${addresses.join(', ')}, for a gateway in ${clusters.length} clusters`,
          expected: 'nothing: each cluster needs an address of its own',
          fix: 'Leave it out, so that each cluster gives its load balancer an address, or write a gateway for each cluster.',
        },
      ];
    });
  });
}
