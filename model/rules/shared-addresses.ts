import { isIP } from 'node:net';
import { sameAddress } from '../schema/address-range';
import { addressesOf } from '../schema/static-address';
import { configPath, type Problem } from '../problems/problem';
import { meshedClusters } from '../topology/clusters';
import type { Network } from '../topology/networks';
import type { Topology } from '../topology/topology';
import { valueOf } from './spellings';

/**
 * An address that config gives leads to one place: gateways of two networks or meshes, istiods of two primaries, or Services of two
 * gateways cannot share it.
 */
export function sharedAddressProblems(topology: Topology): Problem[] {
  return [
    ...[...topology.networks.values()].flatMap((network) => [
      ...staticProblems(network, topology),
      ...hostnameProblems(network, topology),
      ...meshProblems(network, topology),
      ...primaryProblems(network, topology),
    ]),
    ...serviceProblems(topology),
  ];
}

/** Values of the gateway chart that are one Service's own. */
const ADDRESSES = ['loadBalancerIP', 'externalIPs', 'clusterIP'] as const;

/** Values of the stack go to every gateway, also to those that come later. */
function serviceProblems({ spec }: Topology): Problem[] {
  return ADDRESSES.flatMap((key) => {
    const path = ['service', key];
    const value = valueOf('gateway', spec.istio?.values.gateway ?? {}, path);
    if (value === undefined) return [];
    return [
      {
        path: configPath('istio', 'values', 'gateway', ...path),
        found: `${JSON.stringify(value)}, for every gateway of the stack`,
        expected: 'an address of one gateway, written for that one',
        fix: 'Move it to clusters.<name>.values.gateway for an east-west gateway, or to ingressGateways.<name>.values.',
      },
    ];
  });
}

/** Networks may be behind one address, such as that of a NAT, by ports of their own. */
function staticProblems(network: Network, topology: Topology): Problem[] {
  const ours = network.spec.gateway.static;
  if (ours === undefined) return [];
  const taken: readonly number[] = Object.values(ours.ports);
  return others(network, topology).flatMap(({ name: other, spec }) => {
    const theirs = spec.gateway.static;
    const both =
      theirs === undefined
        ? []
        : addressesOf(ours.address).filter((one) => addressesOf(theirs.address).some((other) => isSame(one, other)));
    if (theirs === undefined || both.length === 0) return [];
    const shared = Object.values(theirs.ports).filter((port) => taken.includes(port));
    if (shared.length === 0) return [];
    return [
      {
        path: configPath('networks', network.name, 'gateway', 'static'),
        found: `${both.join(', ')} with port ${shared.join(', ')}, which network ${other} has as well`,
        expected: 'an address of its own, or ports of its own',
        fix: 'Write all of `ports`: a port that is left out has its default.',
      },
    ];
  });
}

/** Whether two addresses lead to one place. Where host names lead is not known here. */
function isSame(one: string, other: string): boolean {
  return isIP(one) !== 0 && isIP(other) !== 0 ? sameAddress(one, other) : one === other;
}

/** Unlike a static address, a host name has no ports of its own: by it remotes dial those of istiod. */
function hostnameProblems(network: Network, topology: Topology): Problem[] {
  const { hostname } = network.spec.gateway;
  if (hostname === undefined) return [];
  return others(network, topology)
    .filter(({ spec }) => spec.gateway.hostname === hostname)
    .map(({ name: other }) => ({
      path: configPath('networks', network.name, 'gateway', 'hostname'),
      found: `"${hostname}", which network ${other} has as well`,
      expected: 'a name that leads to the gateways of one network',
    }));
}

function others(network: Network, { networks }: Topology): Network[] {
  return [...networks.values()].filter((other) => other !== network);
}

function meshProblems(network: Network, topology: Topology): Problem[] {
  if (network.spec.gateway.static === undefined) return [];
  const inNetwork = meshedClusters(topology).filter((cluster) => cluster.network === network);
  const meshes = new Set(inNetwork.map(({ mesh }) => mesh.name));
  if (meshes.size < 2) return [];
  return [
    {
      path: configPath('networks', network.name, 'gateway', 'static'),
      found: `one address, and clusters of the meshes ${[...meshes].sort().join(', ')} in the network`,
      expected: 'clusters of one mesh: the gateways of two cannot be behind one address',
      fix: 'Give each mesh a network of its own here, even where their pods reach each other.',
    },
  ];
}

function primaryProblems(network: Network, topology: Topology): Problem[] {
  const { hostname, static: fixed } = network.spec.gateway;
  const key = fixed !== undefined ? 'static' : hostname !== undefined ? 'hostname' : undefined;
  if (key === undefined) return [];
  const primaries = new Set(
    meshedClusters(topology).flatMap((cluster) =>
      cluster.role === 'remote' && cluster.primary.network === network ? [cluster.primary.name] : [],
    ),
  );
  if (primaries.size < 2) return [];
  return [
    {
      path: configPath('networks', network.name, 'gateway', key),
      found: `one address, and the primaries ${[...primaries].sort().join(', ')} in the network, each with remotes`,
      expected: 'one primary with remotes: its remotes reach its istiod there, and no other',
      fix: 'Let one of them serve the remotes, or give each a network of its own.',
    },
  ];
}
