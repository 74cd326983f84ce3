import { PROXY_CONFIG } from '../plan/proxy-config';
import { ingressServicePorts } from '../plan/ingress-service';
import { configPath, type Problem } from '../problems/problem';
import { shown } from '../problems/shown';
import type { IngressGatewaySpec } from '../schema/config';
import { ingressPortProblems } from './ingress-ports';
import { valueOf } from './spellings';

/** The Service of a gateway has each port once, and no setting without effect. */
export function ingressServiceProblems(key: string, gateway: IngressGatewaySpec): Problem[] {
  const above = ['ingressGateways', key];
  return [
    ...ingressPortProblems(above, gateway),
    ...nodePortProblems(above, gateway),
    ...unusedProblems(above, gateway),
    ...valueProblems(above, gateway),
  ];
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
