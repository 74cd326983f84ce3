import { EAST_WEST_GATEWAY } from '../names/east-west-gateway';
import { DEFAULT_REVISION, istiodName } from '../names/istiod';
import { exposureName } from '../names/service';
import { SYSTEM_NAMESPACE } from '../names/system-namespace';
import { stubsOf } from '../plan/service-plan';
import { meshOf } from '../topology/clusters';
import type { Topology } from '../topology/topology';
import { configPath, type Problem } from '../problems/problem';
import { isPortName, PORT_NAME } from '../schema/port-name';
import type { ServiceSpec, Spec } from '../schema/config';

/** Longest name of a Service (Kubernetes, RFC 1035 label). */
const LONGEST = 63;

/** Whether the names of declared services and of their ports are names that Kubernetes takes, and tell them apart. */
export function serviceNameProblems(topology: Topology): Problem[] {
  const { spec } = topology;
  return Object.entries(spec.services).flatMap(([key, service]) => [
    ...nameProblems(key, service),
    ...portProblems(key, service),
    ...ownTwins(key, service),
    ...twins(key, topology),
    ...exposureTwins(key, topology),
    ...ingressTwins(key, spec),
  ]);
}

/** Services that the program makes in clusters itself. */
const OWN_SERVICES = [istiodName(DEFAULT_REVISION), EAST_WEST_GATEWAY];

function nameOf(key: string, { service }: Pick<ServiceSpec, 'service'>): string {
  return service ?? key;
}

/** Where the name of a Service comes from. */
function namePath(key: string, { service }: ServiceSpec): string {
  return configPath('services', key, ...(service === undefined ? [] : ['service']));
}

function nameProblems(key: string, service: ServiceSpec): Problem[] {
  const name = nameOf(key, service);
  const path = namePath(key, service);
  const fix = `Give the Service's name in ${configPath('services', key, 'service')}; the key is free.`;
  const beside = exposureName(name).length - name.length;
  return [
    ...(/^[a-z]/.test(name)
      ? []
      : [{ path, found: `"${name}"`, expected: 'a name that starts with a letter, as those of Services do', fix }]),
    ...(service.reach !== undefined && exposureName(name).length > LONGEST
      ? [
          {
            path,
            found: `"${name}", which has ${name.length} characters`,
            expected: `at most ${LONGEST - beside}: the Service that opens it to other clusters is named ${exposureName('<name>')}`,
            fix,
          },
        ]
      : []),
  ];
}

function portProblems(key: string, { ports, reach }: ServiceSpec): Problem[] {
  const names = Object.keys(ports);
  const numbers = new Set(Object.values(ports).map(({ port }) => port));
  const byIngress = reach !== undefined && 'ingress' in reach.by;
  return [
    ...[...numbers].flatMap((number) => {
      const same = names.filter((name) => ports[name]?.port === number);
      if (same.length === 1) return [];
      return [
        {
          path: configPath('services', key, 'ports'),
          found: `port ${number} by the names ${same.join(', ')}`,
          expected: 'each number once',
        },
      ];
    }),
    ...names
      .filter((name) => byIngress && !isPortName(name))
      .map((name) => ({
        path: configPath('services', key, 'ports', name),
        found: `the name "${name}", by which the Ingress finds the port`,
        expected: PORT_NAME,
      })),
  ];
}

/** Every cluster of a mesh has Services of istiod and of its gateway, which stubs and consumers' Services of these names would clash with. */
function ownTwins(key: string, service: ServiceSpec): Problem[] {
  const name = nameOf(key, service);
  if (service.namespace !== SYSTEM_NAMESPACE || !OWN_SERVICES.includes(name)) return [];
  return [
    {
      path: namePath(key, service),
      found: `Service ${service.namespace}/${name}, which is part of every mesh`,
      expected: 'a Service of yours',
    },
  ];
}

/** Two declarations of one Service would be two answers to each question about it. In clusters and meshes of their own they are two Services. */
function twins(key: string, topology: Topology): Problem[] {
  const { spec } = topology;
  const service = spec.services[key];
  if (service === undefined) return [];
  const name = `${service.namespace}/${nameOf(key, service)}`;
  const scopes = scopesOf(key, service, topology);
  const same = Object.entries(spec.services)
    .filter(([other, declared]) => other !== key && `${declared.namespace}/${nameOf(other, declared)}` === name)
    .flatMap(([other, declared]) => {
      const shared = [...scopesOf(other, declared, topology)].find((scope) => scopes.has(scope));
      return shared === undefined ? [] : [`${other} declares as well for ${shared}`];
    });
  if (same.length === 0) return [];
  return [
    {
      path: configPath('services', key),
      found: `Service ${name}, which ${same.join(', ')}`,
      expected: 'one declaration of a Service in a cluster, and in a mesh: there a name means one service',
    },
  ];
}

/** The Service before the pods of one that others reach by a load balancer must not be another that is declared, whoever makes that. */
function exposureTwins(key: string, topology: Topology): Problem[] {
  const { spec } = topology;
  const service = spec.services[key];
  if (service?.reach === undefined || 'ingress' in service.reach.by) return [];
  const name = exposureName(nameOf(key, service));
  const scopes = withMeshes(service.clusters, topology);
  return Object.entries(spec.services).flatMap(([other, declared]) => {
    if (declared.namespace !== service.namespace || nameOf(other, declared) !== name) return [];
    const shared = [...scopesOf(other, declared, topology)].find((scope) => scopes.has(scope));
    if (shared === undefined) return [];
    return [
      {
        path: namePath(other, declared),
        found: `Service ${declared.namespace}/${name}, by which ${key} is open to other clusters, in ${shared}`,
        expected: 'a name that no other Service there has',
        fix: `Rename the Service, or open ${key} by an Ingress.`,
      },
    ];
  });
}

/** The clusters that run, use or stand in for a service, and their meshes. */
function scopesOf(key: string, service: ServiceSpec, topology: Topology): Set<string> {
  const resolved = topology.services.get(key);
  const stubs = resolved === undefined ? [] : stubsOf(resolved);
  return withMeshes([...service.clusters, ...(service.reach?.from ?? []), ...stubs], topology);
}

function withMeshes(names: readonly string[], topology: Topology): Set<string> {
  const meshes = names.flatMap((name) => meshOf(name, topology)?.name ?? []);
  return new Set([...names.map((name) => `cluster ${name}`), ...meshes.map((mesh) => `mesh ${mesh}`)]);
}

/** An Ingress knows services by host names, and the shortest name by which consumers call one is that of its Service. */
function ingressTwins(key: string, spec: Spec): Problem[] {
  const service = spec.services[key];
  const ingress = service === undefined ? undefined : ingressOf(service);
  if (service === undefined || ingress === undefined) return [];
  const name = nameOf(key, service);
  const same = Object.entries(spec.services).flatMap(([other, declared]) => {
    const apart =
      other === key ||
      declared.namespace === service.namespace ||
      nameOf(other, declared) !== name ||
      ingressOf(declared)?.class !== ingress.class;
    const shared = declared.clusters.filter((cluster) => service.clusters.includes(cluster));
    return apart || shared.length === 0 ? [] : [`${other} in cluster ${shared.join(', ')}`];
  });
  if (same.length === 0) return [];
  return [
    {
      path: configPath('services', key, 'reach', 'by', 'ingress'),
      found: `the host "${name}", which Ingresses of class ${ingress.class} also lead to ${same.join(', ')}`,
      expected: 'services whose names differ',
      fix: 'Rename one Service, use another class, or a load balancer.',
    },
  ];
}

function ingressOf({ reach }: ServiceSpec) {
  return reach !== undefined && 'ingress' in reach.by ? reach.by.ingress : undefined;
}
