import { GATEWAY_PORTS } from '../names/east-west-gateway';
import { configPath, type Problem } from '../problems/problem';
import type { Topology } from '../topology/topology';

/** First minor whose charts take `base.validationFailurePolicy` and render the remote's EndpointSlice rules. */
const OLDEST_MINOR = 28;

/** First minor whose gateway chart takes `networkGatewayPorts`. */
const OTHER_PORT_MINOR = 30;

/** Istio releases whose charts lack what the plan relies on are refused. */
export function versionProblems({ networks, spec }: Topology): Problem[] {
  if (spec.istio === undefined) return [];
  const minor = Number(spec.istio.version.split('.')[1]);
  if (minor >= OLDEST_MINOR) return minor >= OTHER_PORT_MINOR ? [] : otherPortProblems(networks, spec.istio.version);
  return [
    {
      path: configPath('istio', 'version'),
      found: spec.istio.version,
      expected: `1.${OLDEST_MINOR}.0 or later`,
      fix: 'Older charts cannot keep webhooks free of drift (base.validationFailurePolicy is missing).',
    },
  ];
}

function otherPortProblems(networks: Topology['networks'], version: string): Problem[] {
  return [...networks.values()].flatMap(({ name, spec: { gateway } }) =>
    gateway.port === GATEWAY_PORTS.tls
      ? []
      : [
          {
            path: configPath('networks', name, 'gateway', 'port'),
            found: `${gateway.port}, with Istio ${version}`,
            expected: `${GATEWAY_PORTS.tls}, or Istio 1.${OTHER_PORT_MINOR}.0 or later`,
          },
        ],
  );
}
