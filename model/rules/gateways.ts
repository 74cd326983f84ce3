import { GATEWAY_PORTS } from '../names/east-west-gateway';
import { configPath, type Problem } from '../problems/problem';
import { shown } from '../problems/shown';
import type { NetworkSpec } from '../schema/config';
import { addressesOf, hostNameAmong } from '../schema/static-address';
import { meshedClusters } from '../topology/clusters';
import type { Topology } from '../topology/topology';

type Gateway = NetworkSpec['gateway'];

/**
 * Checks that remotes and other networks reach the east-west gateways, and that no setting of a gateway contradicts another.
 * Settings that no cluster uses yet are accepted: a network may be described before the first remote or export needs its gateway.
 */
export function gatewayProblems(topology: Topology): Problem[] {
  return [
    ...remoteProblems(topology),
    ...[...topology.networks.values()].flatMap(({ name, spec: { gateway } }) => [
      ...unusedProblems(name, gateway),
      ...unfilteredProblems(name, gateway),
      ...portProblems(name, gateway),
    ]),
  ];
}

/** A remote reaches its istiod through the gateways of the primary's network, at an address that must be known when the remote is made. */
function remoteProblems(topology: Topology): Problem[] {
  return meshedClusters(topology).flatMap((cluster) => {
    if (cluster.role !== 'remote') return [];
    const { name, primary } = cluster;
    const { name: network, spec } = primary.network;
    const { gateway } = spec;
    if (gateway.static !== undefined) return staticRemoteProblems(network, gateway.static, name, primary.name);
    const served = `and the primary of ${name} (${primary.name}) is in this network`;
    if (gateway.service === 'nodePort')
      return [
        {
          path: configPath('networks', network, 'gateway', 'static'),
          found: `nothing, ${served}`,
          expected: 'the address and ports by which remotes reach istiod',
          fix: 'Nodes come and go: give an address that stays, such as that of a NAT or a proxy before the node ports.',
        },
      ];
    if (gateway.address === 'hostname' && gateway.hostname === undefined)
      // The API server refuses webhooks to a Service that stands for a host name (istio/istio#45014), and chart values must be known before
      // the load balancer is.
      return [
        {
          path: configPath('networks', network, 'gateway', 'hostname'),
          found: `nothing, ${served}`,
          expected: 'a DNS name of yours that leads to the load balancer',
          fix: 'Set it, give the load balancer a fixed IP address (`address: ip`, annotations), or make the cluster a primary.',
        },
      ];
    return [];
  });
}

/** The Service by which API servers of remotes call istiod needs IP addresses behind it (istio/istio#45014). */
function staticRemoteProblems(
  network: string,
  { address }: NonNullable<Gateway['static']>,
  remote: string,
  primary: string,
): Problem[] {
  const hostname = hostNameAmong(addressesOf(address));
  if (hostname === undefined) return [];
  return [
    {
      path: configPath('networks', network, 'gateway', 'static', 'address'),
      found: `"${hostname}", and the primary of ${remote} (${primary}) is in this network`,
      expected: 'IP addresses alone',
      fix: 'API servers call no webhook behind a host name: give the IP addresses that it leads to, or make the cluster a primary.',
    },
  ];
}

/** Settings that would say nothing, because another one says that they do not apply. */
function unusedProblems(
  network: string,
  { address, hostname, nodePorts, port, service, static: fixed }: Gateway,
): Problem[] {
  const at = (...keys: string[]) => configPath('networks', network, 'gateway', ...keys);
  const byNodePort = service === 'nodePort';
  return [
    ...(byNodePort && address === 'hostname'
      ? [
          {
            path: at('address'),
            found: '"hostname", with `service: nodePort`',
            expected: 'a load balancer that yields it',
          },
        ]
      : []),
    ...(hostname !== undefined && (byNodePort || address === 'ip' || fixed !== undefined)
      ? [
          {
            path: at('hostname'),
            found: `"${hostname}", but ${fixed === undefined ? 'no load balancer yields a host name' : 'remotes use the static address'}`,
            expected: 'nothing, or `address: hostname` and no static address',
          },
        ]
      : []),
    ...(nodePorts !== undefined && !byNodePort
      ? [
          {
            path: at('nodePorts'),
            found: 'ports of nodes, with `service: loadBalancer`',
            expected: '`service: nodePort`',
          },
        ]
      : []),
    ...(byNodePort && fixed !== undefined && nodePorts === undefined
      ? [
          {
            path: at('nodePorts'),
            found: 'nothing, beside a static address',
            expected: 'the ports of the nodes that the static ones lead to',
            fix: 'Without them Kubernetes chooses, and chooses anew when the Service is made again.',
          },
        ]
      : []),
    ...(fixed !== undefined && port !== GATEWAY_PORTS.tls
      ? [
          {
            path: at('port'),
            found: String(port),
            expected: `${GATEWAY_PORTS.tls}, since others dial \`static.ports.tls\``,
          },
        ]
      : []),
  ];
}

/** Settings of a load balancer have no effect without one. A filter of source addresses would be missing where its author believes in it. */
function unfilteredProblems(network: string, { loadBalancer, service }: Gateway): Problem[] {
  if (service !== 'nodePort') return [];
  const { class: kind, internal, sourceRanges } = loadBalancer;
  const written = { class: kind, internal, sourceRanges: sourceRanges.length === 0 ? undefined : sourceRanges };
  return Object.entries(written).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [
          {
            path: configPath('networks', network, 'gateway', 'loadBalancer', key),
            found: `${shown(value)}, with \`service: nodePort\``,
            expected: 'nothing: there is no load balancer',
            fix: 'Ports of nodes are open on every address of the nodes. A firewall before the nodes decides which clients may connect.',
          },
        ],
  );
}

/** Each port is for one thing. */
function portProblems(network: string, { nodePorts, port, static: fixed }: Gateway): Problem[] {
  const at = (...keys: string[]) => configPath('networks', network, 'gateway', ...keys);
  const { istiod, status, webhook } = GATEWAY_PORTS;
  const others: readonly number[] = [istiod, status, webhook];
  const taken = others.includes(port)
    ? [{ path: at('port'), found: `${port}, which the gateway uses otherwise`, expected: 'any other port' }]
    : [];
  return [...taken, ...twice(at('nodePorts'), nodePorts), ...twice(at('static', 'ports'), fixed?.ports)];
}

function twice(path: string, ports: Readonly<Record<string, number>> | undefined): Problem[] {
  const numbers = Object.values(ports ?? {});
  if (new Set(numbers).size === numbers.length) return [];
  return [{ path, found: `a port twice: ${numbers.join(', ')}`, expected: 'a port of its own for each' }];
}
