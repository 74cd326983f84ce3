import { INGRESS_CONTROLLER_PORT } from '../plan/service-plan';
import { configPath, type Problem } from '../problems/problem';
import { reachAddresses } from '../topology/reach-addresses';
import type { Service } from '../topology/services';
import type { Topology } from '../topology/topology';

/** A consumer's Service has endpoints, which are IP addresses, or stands for one host name, with the ports of whatever has that name. */
export function reachAddressProblems({ services }: Topology): Problem[] {
  return [...services.values()].flatMap((service) => {
    if (service.spec.reach === undefined) return [];
    const kinds = reachAddresses(service);
    if (kinds.size > 1) return [mixed(service)];
    return kinds.has('hostname') ? [...severalNames(service), ...otherPorts(service)] : [];
  });
}

function mixed({ clusters, key }: Service): Problem {
  const by = clusters.map(
    ({ name, network }) => `${name}: ${network.spec.gateway.address}, as network ${network.name} has it`,
  );
  return {
    path: configPath('services', key, 'reach', 'address'),
    found: `nothing, and clusters of both kinds (${by.join('; ')})`,
    expected: 'one kind for all: a Service leads to IP addresses, or stands for one host name',
    fix: 'Set `address: ip` and ask for IP addresses everywhere, by class or annotations, or declare a service for each cluster.',
  };
}

function severalNames({ clusters, key }: Service): Problem[] {
  if (clusters.length < 2) return [];
  return [
    {
      path: configPath('services', key, 'clusters'),
      found: `${clusters.map(({ name }) => name).join(', ')}, whose load balancers have host names`,
      expected: 'one cluster: a Service stands for one host name',
      fix: 'Declare a service for each cluster, or ask for IP addresses by class or annotations and set `reach.address: ip`.',
    },
  ];
}

function otherPorts({ key, spec }: Service): Problem[] {
  if (spec.reach === undefined || !('ingress' in spec.reach.by)) return [];
  return Object.entries(spec.ports)
    .filter(([, { port }]) => port !== INGRESS_CONTROLLER_PORT)
    .map(([name, { port }]) => ({
      path: configPath('services', key, 'ports', name, 'port'),
      found: `${port}, behind an Ingress with a host name`,
      expected: `${INGRESS_CONTROLLER_PORT}, on which an Ingress answers: a Service that stands for a host name changes no ports`,
    }));
}
