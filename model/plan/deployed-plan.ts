import type { PlaceState } from '../schema/state';
import type { ClientPolicyPlan } from './client-policy-plan';
import type { Plan } from './plan';
import type { ServicePlan } from './service-plan';
import type { WorkloadGroupPlan } from './workload-group-plan';

/** Something with a name that may be away. */
interface Place {
  readonly name: string;
  readonly state: PlaceState;
}

/** Names of the clusters of a plan that are offline, those in no mesh among them. */
export function offlineClusters({ clusters, standalone }: Plan): ReadonlySet<string> {
  return new Set([...clusters, ...standalone].filter(({ state }) => state === 'offline').map(({ name }) => name));
}

/**
 * The part of a plan that is deployed now: all but the objects in clusters that are offline. Objects of other clusters that lead to one of these stay as
 * they are, and so do the entries of machines that are offline.
 */
export function deployedPlan(plan: Plan): Plan {
  const offline = offlineClusters(plan);
  const answers = (cluster: string) => !offline.has(cluster);
  return {
    ...plan,
    clusters: plan.clusters.filter(isActive),
    standalone: plan.standalone.filter(isActive),
    services: plan.services.map((service) => serviceIn(service, answers)),
    nodePools: plan.nodePools.filter(({ cluster }) => answers(cluster)),
    workloadNamespaces: plan.workloadNamespaces.filter(({ cluster }) => answers(cluster)),
    workloadGroups: plan.workloadGroups
      .filter(({ configuredIn }) => answers(configuredIn))
      .map((group) => groupIn(group, answers)),
  };
}

function isActive({ state }: Place): boolean {
  return state === 'active';
}

function serviceIn(
  { crossCluster, stubs, ...service }: ServicePlan,
  answers: (cluster: string) => boolean,
): ServicePlan {
  const open =
    crossCluster === undefined
      ? undefined
      : {
          ...crossCluster,
          consumers: crossCluster.consumers.filter(answers),
          plaintextIn: crossCluster.plaintextIn.filter(answers),
        };
  return { ...service, stubs: stubs.filter(answers), crossCluster: open };
}

function groupIn(group: WorkloadGroupPlan, answers: (cluster: string) => boolean): WorkloadGroupPlan {
  const told = (policy: ClientPolicyPlan) => ({ ...policy, toldIn: policy.toldIn.filter(answers) });
  return {
    ...group,
    clientPolicy: group.clientPolicy === undefined ? undefined : told(group.clientPolicy),
  };
}
