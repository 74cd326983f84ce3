import { configPath, type Problem } from '../problems/problem';
import { unknownEntry } from '../problems/unknown-name';
import type { WorkloadGroupSpec } from '../schema/config';
import { istiodReach } from '../plan/east-west-gateway-plan';
import { primaryOf } from '../topology/clusters';
import { labelsOf, type WorkloadGroup } from '../topology/machines';
import type { Topology } from '../topology/topology';
import { clusterOfMeshProblems } from './cluster-of-mesh';
import { renewalProblems } from './validity';
import { machineLifeProblems } from './machine-lives';

/** A workload group has a cluster of a mesh whose istiod machines can reach, and settings that do not contradict each other. */
export function workloadGroupProblems(topology: Topology): Problem[] {
  return Object.entries(topology.spec.workloadGroups).flatMap(([key, spec]) => [
    ...referenceProblems(key, spec, topology),
    ...settingProblems(key, spec),
    ...portProblems(key, spec),
    ...serviceProblems(key, spec),
    ...ofResolved(topology.workloadGroups.get(key)),
  ]);
}

function referenceProblems(key: string, { cluster, network }: WorkloadGroupSpec, topology: Topology): Problem[] {
  const { networks, spec } = topology;
  const at = (setting: string) => configPath('workloadGroups', key, setting);
  const problems = clusterOfMeshProblems(at('cluster'), cluster, topology);
  if (network === undefined || networks.has(network)) return problems;
  const unknown = {
    path: at('network'),
    name: network,
    kind: 'network of this configuration',
    known: [...networks.keys()],
  };
  return [...problems, ...unknownEntry(spec, 'networks', unknown)];
}

function settingProblems(
  key: string,
  { certificates, probe, reachedFrom, registration }: WorkloadGroupSpec,
): Problem[] {
  const at = (...keys: string[]) => configPath('workloadGroups', key, ...keys);
  const problems: Problem[] = [];
  if (registration === 'auto' && reachedFrom === 'homeNetwork')
    problems.push({
      path: at('reachedFrom'),
      found: '"homeNetwork", with `registration: auto`',
      expected: '"everyNetwork": istiod gives an entry that it makes the network of the machine',
      fix: 'Declare the machines (`registration: declared`), or let every network reach them.',
    });
  if (registration === 'declared' && probe !== undefined)
    problems.push({
      path: at('probe'),
      found: 'a probe, with `registration: declared`',
      expected: 'no probe: a declared entry does not follow the health of its machine',
      fix: 'Take it out, or use `registration: auto`.',
    });
  return [...problems, ...renewalProblems(['workloadGroups', key, 'certificates'], 'a certificate', certificates)];
}

/** Ports that istiod's agent and proxy use themselves on a machine (Istio's "Ports used by Istio"). */
const PROXY_PORTS = [15000, 15001, 15004, 15006, 15020, 15021, 15053, 15090];

function portProblems(key: string, { ports, service }: WorkloadGroupSpec): Problem[] {
  const named = [
    ...Object.entries(ports).map(([name, number]) => ({ number, path: ['ports', name] })),
    ...Object.entries(service?.ports ?? {}).map(([name, { port, targetPort }]) => ({
      number: targetPort ?? port,
      path: ['service', 'ports', name],
    })),
  ];
  return named.flatMap(({ number, path }) =>
    PROXY_PORTS.includes(number)
      ? [
          {
            path: configPath('workloadGroups', key, ...path),
            found: `${number}, which the proxy of a machine uses itself`,
            expected: `a port of the workload: not ${PROXY_PORTS.join(', ')}`,
          },
        ]
      : [],
  );
}

function serviceProblems(key: string, spec: WorkloadGroupSpec): Problem[] {
  const { ports, service } = spec;
  if (service === undefined) return [];
  const at = (...keys: string[]) => configPath('workloadGroups', key, 'service', ...keys);
  const labels = labelsOf({ key, spec });
  const foreign = Object.entries(service.selector ?? {}).filter(([label, value]) => labels[label] !== value);
  const served = Object.values(ports);
  return [
    ...(foreign.length === 0
      ? []
      : [
          {
            path: at('selector'),
            found: `${foreign.map(([label, value]) => `${label}: ${value}`).join(', ')}, which machines of the group do not have`,
            expected: `labels of the group: ${Object.entries(labels)
              .map(([label, value]) => `${label}: ${value}`)
              .join(', ')}`,
          },
        ]),
    ...(service.host !== undefined && service.name !== undefined
      ? [{ path: at('host'), found: '`host` and `name`', expected: 'one of the two' }]
      : []),
    ...Object.entries(service.ports).flatMap(([name, { port, targetPort }]) => {
      // istiod looks for a port of the entry by the name of the service's port first (pilot's serviceInstanceFromWorkloadInstance).
      const byName = ports[name];
      return byName === undefined || byName === (targetPort ?? port) || !served.includes(targetPort ?? port)
        ? []
        : [
            {
              path: at('ports', name),
              found: `port ${targetPort ?? port} of the machines, and the group has ${byName} under the name ${name}`,
              expected: `${byName}: Istio finds the port of a machine by its name`,
            },
          ];
    }),
    ...Object.entries(service.ports).flatMap(([name, { port, targetPort }]) =>
      served.length === 0 || served.includes(targetPort ?? port)
        ? []
        : [
            {
              path: at('ports', name),
              found: `port ${targetPort ?? port} of the machines, which is not among the ports of the group`,
              expected: `one of ${served.join(', ')}: the proxy takes requests on these alone`,
              fix: `Add it to ${configPath('workloadGroups', key, 'ports')}, or leave these out for all ports.`,
            },
          ],
    ),
  ];
}

function ofResolved(group: WorkloadGroup | undefined): Problem[] {
  if (group === undefined) return [];
  const { key, spec } = group;
  const primary = primaryOf(group.cluster);
  const { gateway } = primary.network.spec;
  return [
    ...(istiodReach(gateway)?.by === 'addresses'
      ? []
      : [
          {
            path: configPath('networks', primary.network.name, 'gateway', 'static'),
            found: `${gateway.static === undefined ? 'nothing' : 'a host name'}, and machines of group ${key} reach the istiod of ${primary.name} in this network`,
            expected: 'an IP address and ports by which machines reach istiod',
            fix: 'A machine knows istiod by a line of its hosts file, which needs an IP address: give a static one.',
          },
        ]),
    ...(spec.identity === 'token' && group.cluster !== primary
      ? [
          {
            path: configPath('workloadGroups', key, 'identity'),
            found: `"token", and cluster ${group.cluster.name} has no istiod of its own`,
            expected:
              'certificate: istiod would have the API server of the home cluster judge the token, and the service account is in ' +
              primary.name,
            fix: `Use certificates, or make ${primary.name} the cluster of the group.`,
          },
        ]
      : []),
    ...machineLifeProblems(group),
  ];
}
