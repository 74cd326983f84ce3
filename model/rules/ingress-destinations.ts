import { configPath, type Problem } from '../problems/problem';
import { unknownEntry, unknownName } from '../problems/unknown-name';
import { isMeshed } from '../topology/clusters';
import type { Mesh } from '../topology/meshes';
import type { Topology } from '../topology/topology';

/** Whether a mesh has a service: a cluster of the mesh runs it, or one that could not be resolved. */
function mayRunIn(mesh: Mesh, service: string, { clusters, spec }: Topology): boolean {
  const runsIn = (spec.services[service]?.clusters ?? []).map((name) => clusters.get(name));
  return runsIn.some((cluster) => cluster === undefined || (isMeshed(cluster) && cluster.mesh === mesh));
}

/** What a gateway does with a connection, and the protocols that allow it. */
interface Way {
  readonly protocols: readonly string[];
  readonly because: string;
  /** The key of the port beside that of the service. */
  readonly key: string;
}

const HTTP: Way = {
  protocols: ['http', 'http2', 'grpc'],
  because: 'requests are routed by their host',
  key: 'port',
};

/** Ways to services that end TLS. */
export const TLS: Way = {
  protocols: ['tls', 'https'],
  because: 'the service ends the TLS that is passed on',
  key: 'port',
};

/** Ways to services from ports of their own. */
export const TCP: Way = {
  protocols: ['tcp', 'tls', 'https'],
  because: 'bytes are passed on as they come',
  key: 'servicePort',
};

/** Ways to services from ports on which the gateway ends TLS. */
export const OUT_OF_TLS: Way = {
  protocols: ['tcp'],
  because: 'the gateway ends TLS, and passes on the bytes in it',
  key: 'servicePort',
};

/** Ways to services from ports on which TLS is passed on by its host. */
export const TLS_OF_PORT: Way = { ...TLS, key: 'servicePort' };

/** Where a gateway leads requests to. */
interface Destination {
  /** A key of `meshwork:services`. */
  readonly service: string;
  readonly port?: string | undefined;
}

/**
 * A gateway leads to a service that the mesh has, and to a port on which the right protocol is spoken.
 *
 * @param above The path of the mapping with the service.
 * @param way What the gateway does with the connection. Default: it routes HTTP.
 */
export function destinationProblems(
  route: Destination,
  above: readonly string[],
  mesh: Mesh,
  topology: Topology,
  way: Way = HTTP,
): Problem[] {
  const { because, key, protocols } = way;
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
  const path = configPath(...above, key);
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
  if (protocols.includes(port.appProtocol)) return [];
  return [
    {
      path,
      found: `port ${name ?? ''}, on which ${port.appProtocol} is spoken`,
      expected: `a port with ${protocols.join(', ')}: ${because}`,
    },
  ];
}
