import { type ClusterAddresses, neighbours, type NodeAddresses } from './plan';

/** Goes in front of rules that replace earlier ones. nft takes a file as one transaction, so the old rules hold until the new ones do. */
const EMPTIED_TABLE = 'table ip meshwork { }\nflush table ip meshwork\n';

/** Named counter of packets that the router refused because they were meant for a pod of another network. */
const REFUSED_COUNTER = 'refused';

/**
 * Rules of the router (nft syntax). Pods are reached from clusters of their own network only; a rule refuses all other packets.
 * A missing route would do so only until somebody adds it. The rule judges a packet by its interface, because the sender chooses
 * its source address. It refuses instead of dropping, so that failed tests end soon.
 */
export function routerRules(clusters: readonly ClusterAddresses[]): string {
  const accepted = clusters.map((cluster) => {
    const nodes = neighbours(clusters, cluster).flatMap((neighbour) => neighbour.nodes);
    const sources = nodes.map(({ routerInterface }) => `"${routerInterface}"`);
    return `    iifname { ${sources.join(', ')} } ip daddr ${cluster.podRange} accept`;
  });
  const refused = `ip daddr { ${podRanges(clusters)} } counter name "${REFUSED_COUNTER}" reject with icmp admin-prohibited`;
  return `${EMPTIED_TABLE}table ip meshwork {
  counter ${REFUSED_COUNTER} { }
  chain forward {
    type filter hook forward priority filter; policy accept;
${accepted.join('\n')}
    ${refused}
  }
  chain output {
    type filter hook output priority filter; policy accept;
    ${refused}
  }
}
`;
}

/**
 * Rules of one node: its pods keep their own addresses towards pods of their network and take the node's everywhere else, as
 * in a cloud. Done here and not by the CNI plugin, which would masquerade towards neighbours too, and with iptables.
 * A load balancer address that is still its own when it is forwarded belongs to no Service: without the refusal it would
 * travel between node and router until its hops are used up.
 */
export function nodeRules(
  clusters: readonly ClusterAddresses[],
  cluster: ClusterAddresses,
  { podRange }: NodeAddresses,
): string {
  return `${EMPTIED_TABLE}table ip meshwork {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr ${podRange} ip daddr { ${podRanges(neighbours(clusters, cluster))} } return
    ip saddr ${podRange} oifname "${NODE_INTERFACE}" masquerade
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    ip daddr ${cluster.loadBalancerRange} reject with icmp host-unreachable
  }
}
`;
}

/** Name of the interface that leads from a node to the router. */
export const NODE_INTERFACE = 'eth0';

function podRanges(clusters: readonly ClusterAddresses[]): string {
  return clusters.map(({ podRange }) => podRange).join(', ');
}
