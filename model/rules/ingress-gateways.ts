import { ingressGatewayName } from '../names/ingress-gateway';
import { configPath, type Problem } from '../problems/problem';
import type { IngressGatewaySpec } from '../schema/config';
import { meshOf } from '../topology/clusters';
import { clustersOf } from '../topology/ingress-gateways';
import type { Topology } from '../topology/topology';
import { clusterOfMeshProblems } from './cluster-of-mesh';
import { ingressCertificateProblems } from './ingress-certificates';
import { destinationProblems, OUT_OF_TLS, TCP, TLS, TLS_OF_PORT } from './ingress-destinations';
import { ingressHostProblems } from './ingress-hosts';
import { ingressServiceProblems } from './ingress-service';

/** An ingress gateway stands in a cluster of a mesh, and leads to services that the mesh has. */
export function ingressGatewayProblems(topology: Topology): Problem[] {
  return Object.entries(topology.spec.ingressGateways).flatMap(([key, gateway]) => [
    ...nameProblems(key),
    ...ingressHostProblems(key, gateway),
    ...ingressServiceProblems(key, gateway),
    ...ingressCertificateProblems(key, gateway, topology),
    ...meshProblems(key, gateway, topology),
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

function meshProblems(
  key: string,
  { passthrough, ports, routes, ...stands }: IngressGatewaySpec,
  topology: Topology,
): Problem[] {
  const mesh = clustersOf(stands)
    .map((cluster) => meshOf(cluster, topology))
    .find((one) => one !== undefined);
  const ofClusters = clusterProblems(key, stands, topology);
  if (mesh === undefined) return ofClusters;
  const ofRoutes = Object.entries(routes).flatMap(([name, route]) => {
    const above = ['ingressGateways', key, 'routes', name];
    return [
      ...destinationProblems(route, above, mesh, topology),
      ...Object.entries(route.split).flatMap(([service, { port }]) =>
        destinationProblems({ service, port }, [...above, 'split', service], mesh, topology),
      ),
      ...splitProblems(route, above),
    ];
  });
  return [
    ...ofClusters,
    ...ofRoutes,
    ...Object.entries(passthrough).flatMap(([name, way]) =>
      destinationProblems(way, ['ingressGateways', key, 'passthrough', name], mesh, topology, TLS),
    ),
    ...Object.entries(ports).flatMap(([name, { certificate, hosts, service, servicePort }]) => {
      const way = certificate !== undefined ? OUT_OF_TLS : hosts !== undefined ? TLS_OF_PORT : TCP;
      return destinationProblems(
        { service, port: servicePort },
        ['ingressGateways', key, 'ports', name],
        mesh,
        topology,
        way,
      );
    }),
  ];
}

/** A gateway in several clusters has the same routes in each, so that they are of one mesh. */
function clusterProblems(
  key: string,
  stands: Pick<IngressGatewaySpec, 'cluster' | 'clusters'>,
  topology: Topology,
): Problem[] {
  const names = clustersOf(stands);
  const [first] = names.filter((name) => meshOf(name, topology) !== undefined);
  return names.flatMap((name, index) => {
    const path = configPath(
      'ingressGateways',
      key,
      ...(stands.clusters === undefined ? ['cluster'] : ['clusters', index]),
    );
    const mesh = meshOf(name, topology);
    if (mesh === undefined) return clusterOfMeshProblems(path, name, topology);
    const other = first === undefined ? undefined : meshOf(first, topology);
    if (other === undefined || other === mesh) return [];
    return [
      {
        path,
        found: `"${name}", a cluster of mesh ${mesh.name}`,
        expected: `clusters of one mesh: "${first ?? ''}" is of mesh ${other.name}`,
        fix: 'Write a gateway for each mesh: a gateway leads to the services of one.',
      },
    ];
  });
}

/** The service of a route has what its split leaves. */
function splitProblems({ service, split }: IngressGatewaySpec['routes'][string], above: readonly string[]): Problem[] {
  const path = configPath(...above, 'split');
  const total = Object.values(split).reduce((sum, { weight }) => sum + weight, 0);
  return [
    ...(total > 99
      ? [{ path, found: `${total} percent in all`, expected: `at most 99: the rest is for ${service}` }]
      : []),
    ...(split[service] === undefined
      ? []
      : [
          {
            path: configPath(...above, 'split', service),
            found: `"${service}", the service of the route itself`,
            expected: 'other services: it has the rest of the requests',
          },
        ]),
  ];
}
