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
  return [...chartProblems(networks, spec.istio.version), ...acceleratorProblems(spec.nodePools, spec.istio.version)];
}

function chartProblems(networks: Topology['networks'], version: string): Problem[] {
  const minor = Number(version.split('.')[1]);
  if (minor >= OLDEST_MINOR) return minor >= OTHER_PORT_MINOR ? [] : otherPortProblems(networks, version);
  return [
    {
      path: configPath('istio', 'version'),
      found: version,
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

/**
 * The releases whose proxy lacks the extension for QAT: it went before 1.29.0 (istio/istio#58408, 2025-11-26) and came back with istio/proxy#7048
 * (2026-05-27), which 1.30.0 (2026-05-18) does not have and 1.30.1 (2026-06-04) does.
 */
const WITHOUT_QAT = /^1\.(29\.|30\.0($|-))/;

function acceleratorProblems(nodePools: Topology['spec']['nodePools'], version: string): Problem[] {
  if (!WITHOUT_QAT.test(version)) return [];
  return Object.entries(nodePools).flatMap(([name, { accelerator }]) =>
    accelerator === 'qat'
      ? [
          {
            path: configPath('nodePools', name, 'accelerator'),
            found: `"qat", with Istio ${version}, whose proxy lacks the extension for QAT`,
            expected: 'Istio 1.30.1 or later, or a release of Istio 1.28',
            fix: 'Without the extension, Envoy refuses the certificates of the gateway, and `fallback` does not help.',
          },
        ]
      : [],
  );
}
