import { INGRESS_HTTP, INGRESS_HTTPS, isTlsPortKey, listeningPort, OWN_PORT_KEYS } from '../plan/ingress-service';
import { configPath, type Problem } from '../problems/problem';
import { shown } from '../problems/shown';
import type { IngressGatewaySpec } from '../schema/config';

/** The ports of a gateway are free, and servers on one port are told apart by their hosts in TLS. */
export function ingressPortProblems(above: readonly string[], gateway: IngressGatewaySpec): Problem[] {
  return [
    ...nameProblems(above, gateway),
    ...numberProblems(above, gateway),
    ...rivalProblems(above, gateway),
    ...tlsProblems(above, gateway),
  ];
}

/** Keys of the outputs are names of ports, and certificates are known by the names of their servers. */
function nameProblems(above: readonly string[], { https, ports }: IngressGatewaySpec): Problem[] {
  return Object.entries(ports).flatMap(([name, { certificate }]) => {
    const path = configPath(...above, 'ports', name);
    return [
      ...(OWN_PORT_KEYS.includes(name) || isTlsPortKey(name)
        ? [
            {
              path,
              found: `the name "${name}", which the gateway uses itself`,
              expected: `a name other than ${OWN_PORT_KEYS.join(', ')} and tls-<number>`,
            },
          ]
        : []),
      ...(certificate !== undefined && https[name] !== undefined
        ? [
            {
              path,
              found: `the name "${name}", which https.${name} has as well`,
              expected: 'a name of its own: the certificates of both are known by it',
            },
          ]
        : []),
    ];
  });
}

/** Ports on which every proxy listens for purposes of its own (istio.io, application requirements). */
const PROXY_PORTS = { first: 15_000, last: 15_099 };

function numberProblems(above: readonly string[], { https, ports }: IngressGatewaySpec): Problem[] {
  const lists: readonly { key: string; entries: [string, { port: number }][]; taken: readonly number[] }[] = [
    { key: 'ports', entries: Object.entries(ports), taken: [INGRESS_HTTP.port, INGRESS_HTTPS.port] },
    { key: 'https', entries: Object.entries(https), taken: [INGRESS_HTTP.port] },
  ];
  return lists.flatMap(({ entries, key, taken }) =>
    entries.flatMap(([name, { port }]) =>
      taken.includes(port) || (port >= PROXY_PORTS.first && port <= PROXY_PORTS.last)
        ? [
            {
              path: configPath(...above, key, name, 'port'),
              found: `${port}, which the gateway uses itself`,
              expected: `a port other than ${taken.join(', ')} and those from ${PROXY_PORTS.first} to ${PROXY_PORTS.last}`,
            },
          ]
        : [],
    ),
  );
}

function rivalProblems(above: readonly string[], { https, ports }: IngressGatewaySpec): Problem[] {
  const servers = [
    ...Object.entries(https).map(([name, { port }]) => ({ key: 'https', name, port, byHost: true })),
    ...Object.entries(ports).map(([name, { hosts, port }]) => ({
      ...{ key: 'ports', name, port },
      byHost: hosts !== undefined,
    })),
  ].filter(({ port }) => port !== INGRESS_HTTPS.port);
  return servers.flatMap((server) => {
    const { byHost, key, name, port } = server;
    const rivals = servers.filter(
      (other) =>
        other !== server &&
        listeningPort(other.port) === listeningPort(port) &&
        !(byHost && other.byHost && other.port === port),
    );
    if (rivals.length === 0) return [];
    return [
      {
        path: configPath(...above, key, name, 'port'),
        found: `${port}, where ${rivals.map((other) => `${other.key}.${other.name}`).join(', ')} is as well`,
        expected: 'a port of its own',
        fix: 'Only servers with `hosts`, which clients ask for in TLS, can share a port.',
      },
    ];
  });
}

/** Clients choose a certificate by the host that they ask for, and without a certificate there is no TLS to set. */
function tlsProblems(above: readonly string[], { ports }: IngressGatewaySpec): Problem[] {
  return Object.entries(ports).flatMap(([name, { certificate, clients, hosts, minVersion }]) => [
    ...(certificate !== undefined && hosts === undefined
      ? [
          {
            path: configPath(...above, 'ports', name, 'hosts'),
            found: 'nothing, beside a certificate',
            expected: 'the hosts that clients ask for in TLS: those of the certificate, or * for all',
          },
        ]
      : []),
    ...Object.entries({ clients, minVersion }).flatMap(([key, value]) =>
      certificate === undefined && value !== undefined
        ? [
            {
              path: configPath(...above, 'ports', name, key),
              found:
                key === 'clients'
                  ? 'authorities of clients, without a certificate'
                  : `${shown(value)}, without a certificate`,
              expected: 'nothing, or a certificate: without one the gateway ends no TLS on this port',
            },
          ]
        : [],
    ),
  ]);
}
