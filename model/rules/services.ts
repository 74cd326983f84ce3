import { configPath, type Problem } from '../problems/problem';
import type { ServiceSpec, Spec } from '../schema/config';
import { unknownEntry } from '../problems/unknown-name';
import { meshOf } from '../topology/clusters';
import type { Topology } from '../topology/topology';
import { plaintextProblems } from './plaintext';
import { reachAddressProblems } from './reach-addresses';
import { serviceNameProblems } from './service-names';

/** Declared services name clusters that are there, and are reached in ways that work. */
export function serviceProblems(topology: Topology): Problem[] {
  const { spec } = topology;
  return [
    ...serviceNameProblems(topology),
    ...Object.entries(spec.services).flatMap(([key, service]) => [
      ...strangers(['services', key, 'clusters'], service.clusters, spec),
      ...reachProblems(key, service, topology),
    ]),
    ...reachAddressProblems(topology),
    ...plaintextProblems(topology),
  ];
}

function strangers(path: readonly string[], clusters: readonly string[], spec: Spec): Problem[] {
  const known = Object.keys(spec.clusters);
  return clusters.flatMap((cluster, index) => {
    if (known.includes(cluster)) return [];
    const at = configPath(...path, index);
    return unknownEntry(spec, 'clusters', { path: at, name: cluster, kind: 'cluster of this configuration', known });
  });
}

function reachProblems(key: string, service: ServiceSpec, topology: Topology): Problem[] {
  const { reach } = service;
  if (reach === undefined) return [];
  const above = ['services', key];
  const problems = strangers([...above, 'reach', 'from'], reach.from, topology.spec);
  for (const [index, consumer] of reach.from.entries()) {
    const where = configPath(...above, 'reach', 'from', index);
    if (service.clusters.includes(consumer))
      problems.push({
        path: where,
        found: `"${consumer}", which runs the service itself`,
        expected: 'another cluster',
      });
    const mesh = meshOf(consumer, topology);
    const shared = service.clusters.find((provider) => mesh !== undefined && meshOf(provider, topology) === mesh);
    if (shared !== undefined && shared !== consumer)
      problems.push({
        path: where,
        found: `"${consumer}", which is in mesh ${mesh?.name ?? ''} as ${shared} is`,
        expected: 'a cluster outside the mesh',
        fix: 'Take it out: within a mesh the service is reached by its name already (meshwork:meshes.<name>.dns).',
      });
  }
  if (service.selector === undefined)
    problems.push({
      path: configPath(...above, 'selector'),
      found: 'nothing, and the service is to be reached from other clusters',
      expected: 'the labels of its pods',
    });
  const ports = Object.entries(service.ports);
  if ('ingress' in reach.by && (ports.length !== 1 || ports.some(([, { appProtocol }]) => appProtocol !== 'http')))
    problems.push({
      path: configPath(...above, 'reach', 'by', 'ingress'),
      found: `ports ${ports.map(([name, { appProtocol }]) => `${name} (${appProtocol})`).join(', ')}`,
      expected: 'one port, and http on it: an Ingress passes nothing else',
      fix: 'Use a load balancer.',
    });
  return problems;
}
