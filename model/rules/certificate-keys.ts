import { AUTHORITY_SUFFIX } from '../names/ingress-gateway';
import { isMalformed } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import type { IngressGatewaySpec } from '../schema/config';
import { tlsServersOf } from './ingress-certificates';
import { clustersOf } from '../topology/ingress-gateways';
import type { Topology } from '../topology/topology';

/** A private key belongs to a certificate, and authorities of clients to one server. */
export function certificateKeyProblems(topology: Topology): Problem[] {
  return [...unusedProblems(topology), ...sharedProblems(topology)];
}

/** A key that belongs to nothing most likely stands under a wrong name, and should not lie in a config for nothing. */
function unusedProblems({ spec }: Topology): Problem[] {
  const { certificateKeys, ingressGateways } = spec;
  return Object.entries(certificateKeys).flatMap(([gateway, keys]) => {
    if (isMalformed(spec, 'ingressGateways', gateway)) return [];
    const servers = given(ingressGateways[gateway]);
    return Object.keys(keys)
      .filter((server) => !servers.includes(server))
      .map((server) => ({
        path: configPath('certificateKeys', gateway, server),
        found: `a key for "${server}", which is no server of ingress gateway ${gateway} with a given certificate`,
        expected: `one of ${servers.join(', ') || '(there are none)'}`,
        fix: 'A key without its certificate is of no use: give the certificate, or take the key out.',
      }));
  });
}

function given(gateway: IngressGatewaySpec | undefined): string[] {
  return (gateway === undefined ? [] : tlsServersOf(gateway)).flatMap(({ at: [, name], server }) =>
    'given' in server.certificate ? [name] : [],
  );
}

/** Istio finds the authorities of clients by the name of the Secret, so that two servers with one Secret would have the same ones. */
function sharedProblems({ spec }: Topology): Problem[] {
  const servers = Object.entries(spec.ingressGateways).flatMap(([gateway, spec]) =>
    tlsServersOf(spec).flatMap(({ at, server: { certificate, clients } }) =>
      'secret' in certificate && clients !== undefined
        ? [{ clusters: clustersOf(spec), gateway, at, secret: certificate.secret }]
        : [],
    ),
  );
  return servers.flatMap((one) => {
    const others = servers.filter(
      (other) =>
        other !== one &&
        other.secret === one.secret &&
        other.clusters.some((cluster) => one.clusters.includes(cluster)),
    );
    if (others.length === 0) return [];
    return [
      {
        path: configPath('ingressGateways', one.gateway, ...one.at, 'certificate', 'secret'),
        found: `"${one.secret}", which ${others.map(({ at, gateway }) => [gateway, ...at].join('.')).join(', ')} names as well, with \`clients\``,
        expected: `a Secret of its own: Istio takes the authorities of clients from ${one.secret}${AUTHORITY_SUFFIX}`,
      },
    ];
  });
}
