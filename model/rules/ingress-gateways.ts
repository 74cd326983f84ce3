import { ingressGatewayName } from '../names/ingress-gateway';
import { configPath, type Problem } from '../problems/problem';
import type { IngressGatewaySpec } from '../schema/config';
import { unknownEntry, unknownName } from '../problems/unknown-name';
import { isMeshed, meshOf } from '../topology/clusters';
import { clusterOfMeshProblems } from './cluster-of-mesh';
import type { Mesh } from '../topology/meshes';
import type { Topology } from '../topology/topology';

/** An ingress gateway stands in a cluster of a mesh, and leads to services that the mesh has. */
export function ingressGatewayProblems(topology: Topology): Problem[] {
  return Object.entries(topology.spec.ingressGateways).flatMap(([key, gateway]) => [
    ...nameProblems(key),
    ...hostProblems(key, gateway),
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

function meshProblems(key: string, { cluster, routes }: IngressGatewaySpec, topology: Topology): Problem[] {
  const mesh = meshOf(cluster, topology);
  if (mesh === undefined)
    return clusterOfMeshProblems(configPath('ingressGateways', key, 'cluster'), cluster, topology);
  return Object.entries(routes).flatMap(([routeName, route]) =>
    routeProblems(route, ['ingressGateways', key, 'routes', routeName], mesh, topology),
  );
}

/** Whether a mesh has a service: a cluster of the mesh runs it, or one that could not be resolved. */
function mayRunIn(mesh: Mesh, service: string, { clusters, spec }: Topology): boolean {
  const runsIn = (spec.services[service]?.clusters ?? []).map((name) => clusters.get(name));
  return runsIn.some((cluster) => cluster === undefined || (isMeshed(cluster) && cluster.mesh === mesh));
}

/** Protocols that a gateway routes by the host of a request. */
const HTTP: readonly string[] = ['http', 'http2', 'grpc'];

function routeProblems(
  route: IngressGatewaySpec['routes'][string],
  above: readonly string[],
  mesh: Mesh,
  topology: Topology,
): Problem[] {
  const { spec } = topology;
  const declared = Object.keys(spec.services).filter((key) => mayRunIn(mesh, key, topology));
  const ports = Object.keys(spec.services[route.service]?.ports ?? {});
  if (!declared.includes(route.service)) {
    const unknown = { path: configPath(...above, 'service'), name: route.service, known: declared };
    if (spec.services[route.service] === undefined)
      return unknownEntry(spec, 'services', { ...unknown, kind: 'service of this configuration' });
    const fix = `Route to a service of mesh ${mesh.name}, or add a cluster of it to ${configPath('services', route.service, 'clusters')}.`;
    return [{ ...unknownName({ ...unknown, kind: `service of mesh ${mesh.name}` }), fix }];
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
