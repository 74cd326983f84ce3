import { eastWestGatewayOf } from '../plan/cluster-plan';
import type { Plan } from '../plan/plan';
import type { WorkloadGroupPlan } from '../plan/workload-group-plan';
import { calls, gatewayPorts, tlsPort } from './arrows';
import { id } from './names';

/** The way of machines to their istiod and to services of clusters, and the way of clusters to them. */
export function machineArrows(group: WorkloadGroupPlan, plan: Plan): string[] {
  const { authority } = group;
  const signer = plan.meshes.find(({ name }) => name === authority)?.signer ?? '';
  const clusters = plan.clusters.filter(({ mesh }) => mesh === group.mesh);
  return group.machines.flatMap(({ name }) => {
    const machine = id.machine(name);
    return [
      ...(authority === undefined ? [] : [`${id.root(authority, signer)} -. "signs its certificate" .-> ${machine}`]),
      `${machine} -- "${gatewayPorts(group.configuredIn, plan)?.istiod ?? 'a port of a node'}" --> ${id.gateway(group.configuredIn)}`,
      ...clusters.flatMap((cluster) => {
        const gateway = eastWestGatewayOf(cluster);
        if (cluster.network === group.network) return [calls(machine, 'services', id.cluster(cluster.name))];
        return gateway === undefined ? [] : [calls(machine, tlsPort(gateway.reach), id.gateway(cluster.name))];
      }),
      ...clusters.map((cluster) => {
        // Where entries are in the home network, clusters of others go through the home cluster's gateway.
        const direct = group.entryNetwork === group.network || cluster.network === group.entryNetwork;
        const words = Object.values(group.ports).join(', ') || 'services';
        return direct
          ? calls(id.cluster(cluster.name), words, machine)
          : calls(id.gateway(group.cluster), words, machine);
      }),
    ];
  });
}
