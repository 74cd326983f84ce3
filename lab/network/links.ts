import { NODE_INTERFACE } from './isolation';
import type { MachineAddresses } from './machines';
import type { ClusterAddresses, NodeAddresses } from './plan';

/**
 * Links and routes of the router (for `ip -batch`). Each node has a link of its own to it. Over a bridge, nodes would reach each
 * other past the router's rules, and no single link could be slowed or cut on purpose.
 */
export function routerLinks(clusters: readonly ClusterAddresses[]): string {
  return lines(
    'link set lo up',
    ...clusters.flatMap((cluster) => [
      ...cluster.nodes.flatMap(({ address, name, routerInterface }) => [
        `link add ${routerInterface} type veth peer name ${NODE_INTERFACE} netns ${name}`,
        `address add ${cluster.routerAddress} peer ${address} dev ${routerInterface}`,
        `link set ${routerInterface} up`,
      ]),
      `route add ${cluster.podRange} via ${cluster.nodeAddress}`,
      ...cluster.nodes.slice(1).map(({ address, podRange }) => `route add ${podRange} via ${address}`),
      `route add ${cluster.loadBalancerRange} via ${cluster.nodeAddress}`,
    ]),
  );
}

/**
 * Link and routes of one node, to be run in its namespace after the router's. Each pod has a route of its own; an address that
 * no pod has is unreachable at once instead of going back to the router. Nodes of one cluster reach each other by the router.
 */
export function nodeLinks(cluster: ClusterAddresses, node: NodeAddresses): string {
  return lines(
    'link set lo up',
    `address add ${node.address} peer ${cluster.routerAddress} dev ${NODE_INTERFACE}`,
    `link set ${NODE_INTERFACE} up`,
    `route add default via ${cluster.routerAddress}`,
    `route add unreachable ${cluster.podRange}`,
    ...cluster.nodes
      .filter((other) => other !== node)
      .map(({ podRange }) => `route add ${podRange} via ${cluster.routerAddress}`),
  );
}

/** Link of the router to one machine, whose end of it has the name that it has on nodes. */
export function machineRouterLinks(machine: MachineAddresses): string {
  const { linkPrefix, name, routerAddress, routerInterface } = machine;
  return lines(
    `link add ${routerInterface} type veth peer name ${NODE_INTERFACE} netns ${name}`,
    `address add ${routerAddress}/${linkPrefix} dev ${routerInterface}`,
    `link set ${routerInterface} up`,
  );
}

/** Link and route of one machine, to be run in its namespace after the router's. */
export function machineLinks({ address, linkPrefix, routerAddress }: MachineAddresses): string {
  return lines(
    'link set lo up',
    `address add ${address}/${linkPrefix} dev ${NODE_INTERFACE}`,
    `link set ${NODE_INTERFACE} up`,
    `route add default via ${routerAddress}`,
  );
}

function lines(...commands: string[]): string {
  return commands.map((command) => `${command}\n`).join('');
}
