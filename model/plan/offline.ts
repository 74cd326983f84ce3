import type { Plan } from './plan';

/** A plan in which some clusters are offline, and with them the remotes and machines that their istiods serve. */
export function withOffline(plan: Plan, names: ReadonlySet<string>): Plan {
  const isOffline = (cluster: string) => names.has(cluster);
  return {
    ...plan,
    clusters: plan.clusters.map((cluster) =>
      isOffline(cluster.name) || isOffline(cluster.servedBy) ? { ...cluster, state: 'offline' } : cluster,
    ),
    standalone: plan.standalone.map((cluster) =>
      isOffline(cluster.name) ? { ...cluster, state: 'offline' } : cluster,
    ),
    workloadGroups: plan.workloadGroups.map((group) =>
      isOffline(group.configuredIn)
        ? { ...group, machines: group.machines.map((machine) => ({ ...machine, state: 'offline' })) }
        : group,
    ),
  };
}
