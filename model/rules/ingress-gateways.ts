import { meshedClusters } from './meshed-clusters';
import { ingressGatewayName } from '../names';
import { configPath, type Problem } from '../problems/problem';
import type { IngressGatewaySpec, Spec } from '../schema/config';
import { unknownEntry, unknownName } from '../problems/unknown-name';
import { isSettled } from './settled';

/** An ingress gateway stands in a cluster of a mesh, and leads to services that the mesh has. */
export function ingressGatewayProblems(spec: Spec): Problem[] {
  return Object.entries(spec.ingressGateways).flatMap(([key, gateway]) => [
    ...nameProblems(key),
    ...hostProblems(key, gateway),
    ...meshProblems(key, gateway, spec),
  ]);
}

/** Longest name of a release (Helm's ValidateReleaseName); names of Services and values of labels may be longer. */
const LONGEST_RELEASE = 53;

function nameProblems(key: string): Problem[] {
  const release = ingressGatewayName(key);
  if (release.length <= LONGEST_RELEASE) return [];
  const longest = LONGEST_RELEASE - (release.length - key.length);
  return [
    {
      path: configPath('ingressGateways', key),
      found: `a name of ${key.length} characters`,
      expected: `at most ${longest}: the chart is installed as ${ingressGatewayName('<name>')}`,
    },
  ];
}

/** Of two routes for one host, Istio would follow either. */
function hostProblems(key: string, { routes }: IngressGatewaySpec): Problem[] {
  return Object.entries(routes).flatMap(([name, { hosts }]) =>
    hosts.flatMap((host, index) => {
      const others = Object.keys(routes).filter((other) => other !== name && routes[other]?.hosts.includes(host));
      if (others.length === 0) return [];
      return [
        {
          path: configPath('ingressGateways', key, 'routes', name, 'hosts', index),
          found: `"${host}", which route ${others.join(', ')} has as well`,
          expected: 'a host of one route',
        },
      ];
    }),
  );
}

function meshProblems(key: string, { cluster, routes }: IngressGatewaySpec, spec: Spec): Problem[] {
  const clusters = meshedClusters(spec);
  const mesh = clusters[cluster]?.mesh;
  if (mesh === undefined) {
    const path = configPath('ingressGateways', key, 'cluster');
    const unknown = { path, name: cluster, kind: 'cluster of a mesh', known: Object.keys(clusters) };
    return unknownEntry(spec, 'clusters', unknown, false);
  }
  if (!isSettled(cluster, spec)) return [];
  return Object.entries(routes).flatMap(([name, route]) =>
    routeProblems(route, ['ingressGateways', key, 'routes', name], mesh, spec),
  );
}

/** What a gateway that reads requests can pass on. */
const HTTP: readonly string[] = ['http', 'http2', 'grpc'];

function routeProblems(
  route: IngressGatewaySpec['routes'][string],
  above: readonly string[],
  mesh: string,
  spec: Spec,
): Problem[] {
  const clusters = meshedClusters(spec);
  const declared = Object.keys(spec.services).filter((key) =>
    spec.services[key]?.clusters.some((cluster) => clusters[cluster]?.mesh === mesh || !isSettled(cluster, spec)),
  );
  const ports = Object.keys(spec.services[route.service]?.ports ?? {});
  if (!declared.includes(route.service)) {
    const unknown = { path: configPath(...above, 'service'), name: route.service, known: declared };
    if (spec.services[route.service] === undefined)
      return unknownEntry(spec, 'services', { ...unknown, kind: 'service of this configuration' });
    const fix = `Route to a service of mesh ${mesh}, or add a cluster of it to ${configPath('services', route.service, 'clusters')}.`;
    return [{ ...unknownName({ ...unknown, kind: `service of mesh ${mesh}` }), fix }];
  }
  const name = route.port ?? (ports.length === 1 ? ports[0] : undefined);
  const port = name === undefined ? undefined : spec.services[route.service]?.ports[name];
  const path = configPath(...above, 'port');
  if (port === undefined)
    return [
      {
        path,
        found:
          route.port === undefined
            ? `nothing, and ${ports.length} ports`
            : `"${route.port}", which the service does not have`,
        expected: `one of ${ports.join(', ')}`,
      },
    ];
  if (HTTP.includes(port.appProtocol)) return [];
  return [
    {
      path,
      found: `port ${name ?? ''}, on which ${port.appProtocol} is spoken`,
      expected: `a port with ${HTTP.join(', ')}: requests are routed by their host`,
    },
  ];
}
