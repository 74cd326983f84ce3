import { didYouMean } from '../did-you-mean';
import { meshedClusters } from '../membership';
import { configPath, type Problem } from '../problem';
import type { IngressGatewaySpec, Spec } from '../schema/config';

/** An ingress gateway stands in a cluster of a mesh, and leads to services that the mesh has. */
export function ingressGatewayProblems(spec: Spec): Problem[] {
  const clusters = meshedClusters(spec);
  return Object.entries(spec.ingressGateways).flatMap(([key, gateway]) => {
    const mesh = clusters[gateway.cluster]?.mesh;
    if (mesh === undefined) return [notMeshed(key, gateway, Object.keys(clusters))];
    return Object.entries(gateway.routes).flatMap(([name, route]) =>
      routeProblems(route, ['ingressGateways', key, 'routes', name], mesh, spec),
    );
  });
}

function notMeshed(key: string, { cluster }: IngressGatewaySpec, known: readonly string[]): Problem {
  const hint = didYouMean(cluster, known);
  return {
    path: configPath('ingressGateways', key, 'cluster'),
    found: `"${cluster}", which is no cluster of a mesh`,
    expected: `one of ${known.join(', ') || '(there are none)'}`,
    ...(hint === undefined ? {} : { fix: hint }),
  };
}

function routeProblems(
  route: IngressGatewaySpec['routes'][string],
  above: readonly string[],
  mesh: string,
  spec: Spec,
): Problem[] {
  const clusters = meshedClusters(spec);
  const declared = Object.keys(spec.services).filter((key) =>
    spec.services[key]?.clusters.some((cluster) => clusters[cluster]?.mesh === mesh),
  );
  const ports = Object.keys(spec.services[route.service]?.ports ?? {});
  if (!declared.includes(route.service))
    return [
      {
        path: configPath(...above, 'service'),
        found: `"${route.service}", which no cluster of mesh ${mesh} declares`,
        expected: `one of ${declared.join(', ') || '(there are none)'}`,
        fix: `Declare it in ${configPath('services')}.`,
      },
    ];
  if (route.port === undefined ? ports.length === 1 : ports.includes(route.port)) return [];
  return [
    {
      path: configPath(...above, 'port'),
      found:
        route.port === undefined
          ? `nothing, and ${ports.length} ports`
          : `"${route.port}", which the service does not have`,
      expected: `one of ${ports.join(', ')}`,
    },
  ];
}
