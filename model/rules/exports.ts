import { SYSTEM_NAMESPACE } from '../names/system-namespace';
import { configPath, type Problem } from '../problems/problem';
import type { FederationSpec, Spec } from '../schema/config';
import { unknownEntry } from '../problems/unknown-name';
import { defaultHost, exportersOf } from '../topology/federations';
import { runningIn } from '../topology/services';
import type { Topology } from '../topology/topology';

/** A federation with its name. */
export type Named = readonly [name: string, federation: FederationSpec];

/** What is wrong with one export: a service that one mesh runs, with identities to pin, under a name that the other can resolve. */
export function exportProblems(
  named: Named,
  service: string,
  federations: readonly Named[],
  topology: Topology,
): Problem[] {
  const { spec } = topology;
  const [name] = named;
  const path = configPath('federations', name, 'exports', service);
  const declared = spec.services[service];
  if (declared === undefined) {
    const known = Object.keys(spec.services);
    const kind = 'service of this configuration';
    return unknownEntry(spec, 'services', { path, name: service, kind, known });
  }
  const accounts: Problem[] =
    declared.serviceAccounts.length > 0
      ? []
      : [
          {
            path: configPath('services', service, 'serviceAccounts'),
            found: `nothing, and federation ${name} exports it`,
            expected: 'the accounts that its pods run as',
            fix: 'The other mesh accepts no identity but theirs.',
          },
        ];
  if (!declared.clusters.every((cluster) => topology.clusters.has(cluster))) return accounts;
  const from = exporterOf(named, service, topology);
  if (typeof from !== 'string') return [...accounts, from];
  return [
    ...accounts,
    ...gatewayProblems(named, service, from, topology),
    ...dnsProblems(named, from, spec),
    ...hostProblems(named, service, from, federations, topology),
  ];
}

/** The mesh that exports a service, or what is wrong with it. */
function exporterOf(
  [name, federation]: Named,
  service: string,
  { meshes, services, spec }: Topology,
): string | Problem {
  const { from } = federation.exports[service] ?? {};
  const resolved = services.get(service);
  const pair = federation.meshes.flatMap((mesh) => meshes.get(mesh) ?? []);
  const runs = resolved === undefined ? [] : exportersOf(resolved, pair).map((mesh) => mesh.name);
  const path = configPath('federations', name, 'exports', service, ...(from === undefined ? [] : ['from']));
  const [one, ...more] = runs;
  if (one === undefined)
    return {
      path,
      found: `a service that runs in ${spec.services[service]?.clusters.join(', ') ?? 'no cluster'}`,
      expected: `a service that a cluster of ${federation.meshes.join(' or ')} declares`,
      fix: `Add the cluster to ${configPath('services', service, 'clusters')}.`,
    };
  if (from !== undefined)
    return runs.includes(from)
      ? from
      : { path, found: `"${from}", which does not run the service`, expected: runs.join(' or ') };
  return more.length === 0
    ? one
    : {
        path,
        found: 'a service that both meshes run',
        expected: '`from`, the mesh that exports it',
        fix: `Add from: ${one}, or from: ${more.join(', ')}.`,
      };
}

/** A Service of node ports says nothing that the other mesh could dial: nodes come and go. */
function gatewayProblems([name]: Named, service: string, from: string, topology: Topology): Problem[] {
  const [runs, mesh] = [topology.services.get(service), topology.meshes.get(from)];
  const clusters = runs === undefined || mesh === undefined ? [] : runningIn(runs, mesh);
  const networks = new Set(clusters.map((cluster) => cluster.network));
  return [...networks].flatMap(({ name: network, spec: { gateway } }) => {
    if (gateway.service !== 'nodePort' || gateway.static !== undefined) return [];
    return [
      {
        path: configPath('networks', network, 'gateway', 'static'),
        found: `nothing, and federation ${name} exports ${service} from this network`,
        expected: 'the address and ports that the other mesh dials',
        fix: 'Give an address that stays, such as that of a NAT or a proxy before the node ports.',
      },
    ];
  });
}

function dnsProblems([name, { meshes }]: Named, from: string, spec: Spec): Problem[] {
  return meshes
    .filter((mesh) => mesh !== from && spec.meshes[mesh]?.dns !== 'capture')
    .map((mesh) => ({
      path: configPath('meshes', mesh, 'dns'),
      found: `"${spec.meshes[mesh]?.dns ?? ''}", and federation ${name} exports services of ${from} to this mesh`,
      expected: '"capture"',
      fix: 'Names of another mesh resolve in sidecars only.',
    }));
}

/** Names of a mesh or a cluster itself are not for others, and two services of one name in one mesh would shadow each other. */
function hostProblems(
  named: Named,
  service: string,
  from: string,
  federations: readonly Named[],
  topology: Topology,
): Problem[] {
  const { spec } = topology;
  const [name] = named;
  const path = configPath('federations', name, 'exports', service, 'host');
  const here = appearance(named, service, from, topology);
  const local = localReading(here.host, spec);
  if (local !== undefined)
    return [{ path, found: `"${here.host}", ${local}`, expected: 'a name that means nothing in a cluster or a mesh' }];
  const twins = federations.flatMap((other) =>
    Object.keys(other[1].exports)
      .filter((key) => (other[0] !== name || key !== service) && spec.services[key] !== undefined)
      .filter((key) => {
        const theirs = exporterOf(other, key, topology);
        if (typeof theirs !== 'string') return false;
        const there = appearance(other, key, theirs, topology);
        return there.host === here.host && there.mesh === here.mesh;
      })
      .map((key) => `${other[0]}.exports.${key}`),
  );
  if (twins.length === 0) return [];
  return [
    {
      path,
      found: `"${here.host}", which is also the host of ${twins.join(', ')} in mesh ${here.mesh}`,
      expected: 'a host of its own',
    },
  ];
}

/** Namespaces of Services that every cluster has, or every cluster of a mesh. */
const NAMESPACES: readonly string[] = ['default', 'kube-system', SYSTEM_NAMESPACE];

/** What a host name would mean in a cluster, if anything. Sidecars answer for hosts of exports before the cluster's own DNS does. */
function localReading(host: string, { services }: Spec): string | undefined {
  if (host.endsWith('.local')) return 'which gateways between networks pass on as a name of the mesh';
  const labels = host.split('.');
  const [service = '', namespace = '', svc] = labels;
  if (labels.length === 3 && svc === 'svc') return `by which pods call Service ${service} in namespace ${namespace}`;
  const namespaces = [...NAMESPACES, ...Object.values(services).map((declared) => declared.namespace)];
  return labels.length === 2 && namespaces.includes(namespace)
    ? `by which pods call Service ${service} in namespace ${namespace}`
    : undefined;
}

/** Where an export appears, and under which host name. */
function appearance(
  [, { exports, meshes }]: Named,
  service: string,
  from: string,
  { services }: Topology,
): { readonly mesh: string; readonly host: string } {
  const declared = services.get(service);
  return {
    mesh: meshes.find((mesh) => mesh !== from) ?? from,
    host: exports[service]?.host ?? (declared === undefined ? service : defaultHost(declared, from)),
  };
}
