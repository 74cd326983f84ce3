import { sameAddress } from '../schema/address-range';
import { meshedClusters } from './meshed-clusters';
import { configPath, type Problem } from '../problems/problem';
import type { NetworkSpec, Spec } from '../schema/config';
import { valueOf } from './spellings';

/**
 * An address that config gives leads to one place: gateways of two networks or meshes, istiods of two primaries, or Services of two
 * gateways cannot share it.
 */
export function sharedAddressProblems(spec: Spec): Problem[] {
  return [
    ...Object.keys(spec.networks).flatMap((network) => [
      ...staticProblems(network, spec),
      ...hostnameProblems(network, spec),
      ...meshProblems(network, spec),
      ...primaryProblems(network, spec),
    ]),
    ...serviceProblems(spec),
  ];
}

/** Values of the gateway chart that are one Service's own. */
const ADDRESSES = ['loadBalancerIP', 'externalIPs', 'clusterIP'] as const;

/** Values of the stack go to every gateway, also to those that come later. */
function serviceProblems(spec: Spec): Problem[] {
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
function staticProblems(network: string, spec: Spec): Problem[] {
  const ours = spec.networks[network]?.gateway.static;
  if (ours === undefined) return [];
  const taken: readonly number[] = Object.values(ours.ports);
  return others(network, spec).flatMap(([other, { gateway }]) => {
    const theirs = gateway.static;
    if (theirs === undefined || !sameAddress(ours.address, theirs.address)) return [];
    const shared = Object.values(theirs.ports).filter((port) => taken.includes(port));
    if (shared.length === 0) return [];
    return [
      {
        path: configPath('networks', network, 'gateway', 'static'),
        found: `${ours.address} with port ${shared.join(', ')}, which network ${other} has as well`,
        expected: 'an address of its own, or ports of its own',
        fix: 'What is left out of `ports` has its default, which counts as well.',
      },
    ];
  });
}

/** Unlike a static address, a host name has no ports of its own: by it remotes dial those of istiod. */
function hostnameProblems(network: string, spec: Spec): Problem[] {
  const hostname = spec.networks[network]?.gateway.hostname;
  if (hostname === undefined) return [];
  return others(network, spec)
    .filter(([, { gateway }]) => gateway.hostname === hostname)
    .map(([other]) => ({
      path: configPath('networks', network, 'gateway', 'hostname'),
      found: `"${hostname}", which network ${other} has as well`,
      expected: 'a name that leads to the gateways of one network',
    }));
}

function others(network: string, spec: Spec): [string, NetworkSpec][] {
  return Object.entries(spec.networks).filter(([other]) => other !== network);
}

function meshProblems(network: string, spec: Spec): Problem[] {
  if (spec.networks[network]?.gateway.static === undefined) return [];
  const meshes = new Set(
    Object.values(meshedClusters(spec))
      .filter((cluster) => cluster.network === network)
      .map(({ mesh }) => mesh),
  );
  if (meshes.size < 2) return [];
  return [
    {
      path: configPath('networks', network, 'gateway', 'static'),
      found: `one address, and clusters of the meshes ${[...meshes].sort().join(', ')} in the network`,
      expected: 'clusters of one mesh: the gateways of two cannot be behind one address',
      fix: 'Give each mesh a network of its own here, even where their pods reach each other.',
    },
  ];
}

function primaryProblems(network: string, spec: Spec): Problem[] {
  const gateway = spec.networks[network]?.gateway;
  const key = gateway?.static !== undefined ? 'static' : gateway?.hostname !== undefined ? 'hostname' : undefined;
  if (key === undefined) return [];
  const clusters = meshedClusters(spec);
  const primaries = new Set(
    Object.values(clusters).flatMap((cluster) =>
      cluster.role === 'remote' && clusters[cluster.primary]?.network === network ? [cluster.primary] : [],
    ),
  );
  if (primaries.size < 2) return [];
  return [
    {
      path: configPath('networks', network, 'gateway', key),
      found: `one address, and the primaries ${[...primaries].sort().join(', ')} in the network, each with remotes`,
      expected: 'one primary with remotes: its remotes reach its istiod there, and no other',
      fix: 'Let one of them serve the remotes, or give each a network of its own.',
    },
  ];
}
