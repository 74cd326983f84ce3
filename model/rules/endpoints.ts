import { overlap } from '../schema/address-range';
import { configPath, type Problem } from '../problems/problem';
import { meshedClusters } from '../topology/clusters';
import type { Topology } from '../topology/topology';

/**
 * An endpoint is in one network. istiod takes the first range that holds an address, and the first network that names a registry, in no
 * order that stays (pilot's network.go).
 */
export function endpointProblems(topology: Topology): Problem[] {
  return [...rangeProblems(topology), ...registryProblems(topology)];
}

function rangeProblems({ networks }: Topology): Problem[] {
  const ranges = [...networks.values()].flatMap(({ name: network, spec }) =>
    spec.ranges.map((range, index) => ({ network, range, index })),
  );
  return ranges.flatMap(({ network, range, index }, position) => {
    const earlier = ranges.slice(0, position).find((other) => other.network !== network && overlap(other.range, range));
    if (earlier === undefined) return [];
    return [
      {
        path: configPath('networks', network, 'ranges', index),
        found: `${range}, which overlaps ${earlier.range} of network ${earlier.network}`,
        expected: 'a range that no other network has addresses of',
      },
    ];
  });
}

function registryProblems(topology: Topology): Problem[] {
  const clusters = meshedClusters(topology).map(({ clusterId, name, network }) => ({
    id: clusterId,
    place: `cluster ${name}, which is in network ${network.name}`,
  }));
  const named = [...topology.networks.values()].flatMap(({ name: network, spec }) =>
    spec.registries.map((id, index) => ({ id, network, index, place: `network ${network}` })),
  );
  return named.flatMap(({ id, network, index }, position) => {
    const other = [...clusters, ...named.slice(0, position)].find((candidate) => candidate.id === id);
    if (other === undefined) return [];
    return [
      {
        path: configPath('networks', network, 'registries', index),
        found: `"${id}", which is also of ${other.place}`,
        expected: 'the ID of a cluster outside this stack, in one network only',
      },
    ];
  });
}
