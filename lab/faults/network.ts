import type { Fault, FaultTarget } from './fault';

/** A table of the router for each fault, so that undoing one leaves the others. */
function table(name: string, { number }: { readonly number: number }): string {
  return `meshwork-fault-${name}-${number}`;
}

/** Refuses or drops packets in the router. */
async function block(name: string, { cluster, inside }: FaultTarget, rules: readonly string[]): Promise<void> {
  const own = table(name, cluster);
  const chains = ['forward', 'output'].map(
    (hook) =>
      `  chain ${hook} {\n    type filter hook ${hook} priority -10; policy accept;\n    ${rules.join('\n    ')}\n  }\n`,
  );
  const text = `table ip ${own} { }\ndelete table ip ${own}\ntable ip ${own} {\n${chains.join('')}}\n`;
  await inside(['nft', '--file', '-'], text);
}

async function unblock(name: string, { cluster, inside }: FaultTarget): Promise<void> {
  const own = table(name, cluster);
  await inside(['nft', '--file', '-'], `table ip ${own} { }\ndelete table ip ${own}\n`);
}

/** Faults of the network before a cluster. */
export const NETWORK_FAULTS: readonly Fault[] = [
  {
    name: 'gateway-blackhole',
    title: 'the way to the load balancers of this cluster: packets to them vanish',
    break: (target) => block('gateway-blackhole', target, [`ip daddr ${target.cluster.loadBalancerRange} drop`]),
    mend: (target) => unblock('gateway-blackhole', target),
  },
  {
    name: 'api-server-away',
    title: 'the API server of this cluster: connections to it are refused',
    break: (target) =>
      block('api-server-away', target, [`ip daddr ${target.cluster.nodeAddress} tcp dport 6443 reject with tcp reset`]),
    mend: (target) => unblock('api-server-away', target),
  },
  {
    name: 'api-server-silent',
    title: 'the API server of this cluster: packets to it vanish',
    break: (target) =>
      block('api-server-silent', target, [`ip daddr ${target.cluster.nodeAddress} tcp dport 6443 drop`]),
    mend: (target) => unblock('api-server-silent', target),
  },
  {
    name: 'api-server-slow',
    title: 'the way to the API server of this cluster: it takes 40 kB a second, and loses what is more',
    break: (target) =>
      block('api-server-slow', target, [
        `ip daddr ${target.cluster.nodeAddress} tcp dport 6443 limit rate over 40 kbytes/second drop`,
        `ip saddr ${target.cluster.nodeAddress} tcp sport 6443 limit rate over 40 kbytes/second drop`,
      ]),
    mend: (target) => unblock('api-server-slow', target),
  },
];
