import { ingressRouteName } from '../names/ingress-gateway';
import { includes } from '../plan/gateway-hosts';
import { answerByHttp } from '../plan/ingress-server-plan';
import { INGRESS_HTTPS } from '../plan/ingress-service';
import { configPath, type Problem } from '../problems/problem';
import type { IngressGatewaySpec } from '../schema/config';

/** Every request that comes to a gateway has one way on from there. */
export function ingressHostProblems(key: string, gateway: IngressGatewaySpec): Problem[] {
  return [
    ...routeProblems(key, gateway),
    ...serverProblems(key, gateway),
    ...overlapProblems(key, gateway),
    ...ambiguousProblems(key, gateway),
    ...answerProblems(key, gateway),
    ...openProblems(key, gateway),
    ...refusedProblems(key, gateway),
    ...nameProblems(key, gateway),
  ];
}

/** Of two routes for one host and path, Istio would follow either. */
function routeProblems(key: string, { routes }: IngressGatewaySpec): Problem[] {
  return Object.entries(routes).flatMap(([name, route]) =>
    route.hosts.flatMap((host, index) => {
      const rivals = Object.entries(routes).filter(([other, { hosts }]) => other !== name && hosts.includes(host));
      const above = ['ingressGateways', key, 'routes', name];
      if (route.paths === undefined) {
        const others = rivals.flatMap(([other, { paths }]) => (paths === undefined ? [other] : []));
        if (others.length === 0) return [];
        return [
          {
            path: configPath(...above, 'hosts', index),
            found: `"${host}", which route ${others.join(', ')} has as well`,
            expected: 'a host of one route',
            fix: 'Several routes can share a host by `paths` of their own.',
          },
        ];
      }
      return route.paths.flatMap((path, at) => {
        const others = rivals.flatMap(([other, { paths }]) => (paths?.includes(path) === true ? [other] : []));
        if (others.length === 0) return [];
        return [
          {
            path: configPath(...above, 'paths', at),
            found: `"${path}", which route ${others.join(', ')} has as well for host "${host}"`,
            expected: 'a path of one route',
          },
        ];
      });
    }),
  );
}

/** Istio drops the second of two servers on a port with one host (its mergeGateways), without a word to whoever wrote it. */
function serverProblems(key: string, { https, passthrough, ports }: IngressGatewaySpec): Problem[] {
  const servers = [
    ...Object.entries(https).map(([name, { hosts, port }]) => ({ kind: 'https', name, hosts, port })),
    ...Object.entries(passthrough).map(([name, { hosts }]) => ({
      ...{ kind: 'passthrough', name, hosts },
      port: INGRESS_HTTPS.port,
    })),
    ...Object.entries(ports).map(([name, { hosts = [], port }]) => ({ kind: 'ports', name, hosts, port })),
  ];
  return servers.flatMap(({ hosts, kind, name, port }) =>
    hosts.flatMap((host, index) => {
      const others = servers.filter(
        (other) => (other.name !== name || other.kind !== kind) && other.port === port && other.hosts.includes(host),
      );
      if (others.length === 0) return [];
      return [
        {
          path: configPath('ingressGateways', key, kind, name, 'hosts', index),
          found: `"${host}", which ${others.map((other) => `${other.kind}.${other.name}`).join(', ')} has as well`,
          expected: 'a host of one server',
        },
      ];
    }),
  );
}

/** Istio refuses a VirtualService with a host that stands for another one of it. */
function overlapProblems(key: string, { https, passthrough, ports, routes }: IngressGatewaySpec): Problem[] {
  const lists = [
    ...Object.entries(https).map(([name, { hosts }]) => ({ above: ['https', name], hosts })),
    ...Object.entries(passthrough).map(([name, { hosts }]) => ({ above: ['passthrough', name], hosts })),
    ...Object.entries(ports).map(([name, { hosts = [] }]) => ({ above: ['ports', name], hosts })),
    ...Object.entries(routes).map(([name, { hosts }]) => ({ above: ['routes', name], hosts })),
  ];
  return lists.flatMap(({ above, hosts }) =>
    hosts.flatMap((host, index) => {
      const wide = hosts.find((other) => other !== host && includes(other, host));
      if (wide === undefined) return [];
      return [
        {
          path: configPath('ingressGateways', key, ...above, 'hosts', index),
          found: `"${host}", which is in "${wide}" of the same list`,
          expected: 'hosts that do not include each other',
          fix: `Take one of the two out: "${wide}" stands for both.`,
        },
      ];
    }),
  );
}

/** Istio leads what it has taken out of TLS by the first route whose hosts overlap with those of the server, on any one port. */
function ambiguousProblems(key: string, { ports }: IngressGatewaySpec): Problem[] {
  const servers = Object.entries(ports).flatMap(([name, { certificate, hosts = [], port }]) =>
    certificate === undefined ? [] : [{ hosts, name, port }],
  );
  return servers.flatMap(({ hosts, name, port }) =>
    hosts.flatMap((host, index) => {
      const others = servers.filter((other) => other.name !== name && other.port === port);
      const wide = others.flatMap((other) =>
        other.hosts
          .filter((one) => one !== host && includes(one, host))
          .map((one) => `"${one}" of ports.${other.name}`),
      );
      if (wide.length === 0) return [];
      return [
        {
          path: configPath('ingressGateways', key, 'ports', name, 'hosts', index),
          found: `"${host}", which is in ${wide.join(', ')} on the same port`,
          expected: 'hosts that do not include each other: Istio would lead both to one service',
        },
      ];
    }),
  );
}

/** A wider server leads to all hosts that it stands for, also to one that another server keeps for clients with a certificate. */
function openProblems(key: string, { https }: IngressGatewaySpec): Problem[] {
  const servers = Object.entries(https).map(([name, server]) => ({ name, ...server }));
  return servers.flatMap(({ clients, hosts, name }) =>
    hosts.flatMap((host, index) => {
      const kept = servers.flatMap((other) =>
        other.name === name || other.clients === undefined || other.clients.authority === clients?.authority
          ? []
          : other.hosts.filter((one) => includes(host, one)).map((one) => `"${one}" of https.${other.name}`),
      );
      if (kept.length === 0) return [];
      return [
        {
          path: configPath('ingressGateways', key, 'https', name, 'hosts', index),
          found: `"${host}", which stands for ${kept.join(', ')}, where clients need a certificate`,
          expected: 'the same `clients` here, or hosts that do not include those',
          fix: 'A client that this server lets in could ask it for the other host, which is behind the same routes.',
        },
      ];
    }),
  );
}

/** Port 80 has one answer for a host, and a redirect leads to port 443. */
function answerProblems(key: string, { https }: IngressGatewaySpec): Problem[] {
  const servers = Object.entries(https).map(([name, server]) => ({ name, ...server, http: answerByHttp(server) }));
  return servers.flatMap(({ hosts, http, name, port }) => {
    const path = configPath('ingressGateways', key, 'https', name, 'http');
    const rival = servers.find(
      (other) => other.port !== port && other.http === 'redirect' && other.hosts.some((host) => hosts.includes(host)),
    );
    return [
      ...(http === 'redirect' && port !== INGRESS_HTTPS.port
        ? [
            {
              path,
              found: `"redirect", of a server on port ${port}`,
              expected: `"serve" or "refuse": a redirect leads to port ${INGRESS_HTTPS.port}`,
            },
          ]
        : []),
      ...(http === 'serve' && rival !== undefined
        ? [
            {
              path,
              found: `"serve", and https.${rival.name} redirects requests by HTTP for ${hosts.filter((host) => rival.hosts.includes(host)).join(', ')}`,
              expected: 'one answer by HTTP for a host',
            },
          ]
        : []),
    ];
  });
}

/** A host without HTTP must not be served in plain by the route of a wider one. */
function refusedProblems(key: string, { https, routes }: IngressGatewaySpec): Problem[] {
  const open = Object.values(https).flatMap((server) => (answerByHttp(server) === 'serve' ? [] : server.hosts));
  const plain = Object.entries(routes).flatMap(([route, { hosts }]) =>
    hosts.filter((host) => !open.some((other) => includes(other, host))).map((host) => ({ host, route })),
  );
  return Object.entries(https).flatMap(([name, server]) =>
    server.hosts.flatMap((host) => {
      const wide = plain.find((other) => includes(other.host, host));
      const main = Object.values(https).some(
        (other) => other !== server && other.port === INGRESS_HTTPS.port && other.hosts.includes(host),
      );
      if (main || answerByHttp(server) !== 'refuse' || wide === undefined) return [];
      return [
        {
          path: configPath('ingressGateways', key, 'https', name, 'http'),
          found: `"refuse", and route ${wide.route} serves "${wide.host}" by HTTP, which includes "${host}"`,
          expected: '"redirect", or an HTTPS server for the wider host as well',
        },
      ];
    }),
  );
}

/** Longest name of a Kubernetes object. */
const LONGEST_NAME = 253;

/** The routes of a host are one object, which has all of their names. */
function nameProblems(key: string, { routes }: IngressGatewaySpec): Problem[] {
  const hosts = [...new Set(Object.values(routes).flatMap((route) => route.hosts))];
  return hosts.flatMap((host) => {
    const names = Object.keys(routes).filter((name) => routes[name]?.hosts.includes(host));
    const { length } = ingressRouteName(key, names.join('.'));
    if (length <= LONGEST_NAME) return [];
    return [
      {
        path: configPath('ingressGateways', key, 'routes'),
        found: `${names.length} routes for "${host}", whose names have ${length} characters together with that of the gateway`,
        expected: `at most ${LONGEST_NAME}: they are one VirtualService`,
        fix: 'Give the routes shorter names.',
      },
    ];
  });
}
