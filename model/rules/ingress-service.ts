import { PROXY_CONFIG } from '../plan/proxy-config';
import {
  INGRESS_HTTP,
  INGRESS_HTTPS,
  ingressServicePorts,
  listeningPort,
  OWN_PORT_KEYS,
} from '../plan/ingress-service';
import { configPath, type Problem } from '../problems/problem';
import { shown } from '../problems/shown';
import type { IngressGatewaySpec } from '../schema/config';
import { valueOf } from './spellings';

/** The Service of a gateway has each port once, and no setting without effect. */
export function ingressServiceProblems(key: string, gateway: IngressGatewaySpec): Problem[] {
  const above = ['ingressGateways', key];
  return [
    ...portProblems(above, gateway),
    ...nodePortProblems(above, gateway),
    ...unusedProblems(above, gateway),
    ...valueProblems(above, gateway),
  ];
}

/** Ports on which every proxy listens for purposes of its own (istio.io, application requirements). */
const PROXY_PORTS = { first: 15_000, last: 15_099 };

function portProblems(above: readonly string[], { ports }: IngressGatewaySpec): Problem[] {
  const entries = Object.entries(ports);
  const taken: readonly number[] = [
    INGRESS_HTTP.port,
    INGRESS_HTTPS.port,
    INGRESS_HTTP.targetPort,
    INGRESS_HTTPS.targetPort,
  ];
  return entries.flatMap(([name, { port }]) => {
    const path = configPath(...above, 'ports', name, 'port');
    const rivals = entries.filter(
      ([other, { port: number }]) => other !== name && listeningPort(number) === listeningPort(port),
    );
    return [
      ...(OWN_PORT_KEYS.includes(name)
        ? [
            {
              path: configPath(...above, 'ports', name),
              found: `the name "${name}", which the gateway uses itself`,
              expected: `a name other than ${OWN_PORT_KEYS.join(', ')}`,
            },
          ]
        : []),
      ...(taken.includes(port) || (port >= PROXY_PORTS.first && port <= PROXY_PORTS.last)
        ? [
            {
              path,
              found: `${port}, which the gateway uses itself`,
              expected: `a port other than ${taken.join(', ')} and those from ${PROXY_PORTS.first} to ${PROXY_PORTS.last}`,
            },
          ]
        : []),
      ...(rivals.length === 0
        ? []
        : [
            {
              path,
              found: `${port}, where ports.${rivals.map(([other]) => other).join(', ')} is as well`,
              expected: 'a port of its own',
            },
          ]),
    ];
  });
}

function nodePortProblems(above: readonly string[], gateway: IngressGatewaySpec): Problem[] {
  const { nodePorts, service } = gateway;
  const names = Object.keys(nodePorts);
  const path = configPath(...above, 'nodePorts');
  if (names.length === 0) return [];
  if (service !== 'nodePort')
    return [{ path, found: `ports of nodes, with \`service: ${service}\``, expected: '`service: nodePort`' }];
  const known = ingressServicePorts(gateway).map((port) => port.key);
  return [
    ...names
      .filter((name) => !known.includes(name))
      .map((name) => ({
        path: configPath(...above, 'nodePorts', name),
        found: `"${name}", which is no port of the gateway`,
        expected: `one of ${known.join(', ')}`,
      })),
    ...names.flatMap((name) => {
      const others = names.filter((other) => other !== name && nodePorts[other] === nodePorts[name]);
      if (others.length === 0) return [];
      return [
        {
          path: configPath(...above, 'nodePorts', name),
          found: `${nodePorts[name] ?? ''}, which ${others.join(', ')} has as well`,
          expected: 'a port of its own for each',
        },
      ];
    }),
  ];
}

/** Settings of what is not there. A filter of source addresses would be missing where its author believes in it. */
function unusedProblems(
  above: readonly string[],
  { externalTrafficPolicy, loadBalancer, service }: IngressGatewaySpec,
): Problem[] {
  if (service === 'loadBalancer') return [];
  const { class: kind, internal, sourceRanges } = loadBalancer;
  const written = { class: kind, internal, sourceRanges: sourceRanges.length === 0 ? undefined : sourceRanges };
  return [
    ...Object.entries(written).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [
            {
              path: configPath(...above, 'loadBalancer', name),
              found: `${shown(value)}, with \`service: ${service}\``,
              expected: 'nothing: there is no load balancer of the gateway',
            },
          ],
    ),
    ...(service === 'clusterIP' && externalTrafficPolicy !== undefined
      ? [
          {
            path: configPath(...above, 'externalTrafficPolicy'),
            found: `"${externalTrafficPolicy}", with \`service: clusterIP\``,
            expected: 'nothing: no traffic comes from outside to an address inside the cluster',
          },
        ]
      : []),
  ];
}

/** The values of a gateway may say the same as its keys; both would be two sources of one truth. */
function valueProblems(
  above: readonly string[],
  { externalTrafficPolicy, proxyProtocol, values }: IngressGatewaySpec,
): Problem[] {
  const policy = valueOf('gateway', values, ['service', 'externalTrafficPolicy']);
  const config = valueOf('gateway', values, ['podAnnotations', PROXY_CONFIG]);
  return [
    ...(externalTrafficPolicy !== undefined && policy !== undefined
      ? [
          {
            path: configPath(...above, 'values', 'service', 'externalTrafficPolicy'),
            found: `${shown(policy)}, beside the key externalTrafficPolicy of the gateway`,
            expected: 'one of the two',
          },
        ]
      : []),
    ...(proxyProtocol && config !== undefined
      ? [
          {
            path: configPath(...above, 'values', 'podAnnotations', PROXY_CONFIG),
            found: 'an annotation, beside the key proxyProtocol of the gateway, which writes it',
            expected: 'one of the two',
            fix: 'Write gatewayTopology.proxyProtocol into the annotation, and take the key out.',
          },
        ]
      : []),
  ];
}
