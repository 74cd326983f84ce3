import { primaryOf } from '../topology/clusters';
import { serviceAccountOf, type WorkloadGroup } from '../topology/machines';

/** A namespace of workload groups in one cluster. */
export interface WorkloadNamespacePlan {
  /** The cluster in which the objects of the groups are made. */
  readonly cluster: string;
  readonly namespace: string;
  /** Whether the namespace is made; else it is there already. */
  readonly made: boolean;
  /** The service accounts that are made. Sorted. */
  readonly serviceAccounts: readonly string[];
}

/** Plans the namespaces of workload groups. An object is made unless one of its groups says that it is there. */
export function planWorkloadNamespaces(groups: readonly WorkloadGroup[]): WorkloadNamespacePlan[] {
  const places = new Map<string, { cluster: string; namespace: string; groups: WorkloadGroup[] }>();
  for (const group of groups) {
    const cluster = primaryOf(group.cluster).name;
    const { namespace } = group.spec;
    const place = places.get(`${cluster}.${namespace}`) ?? { cluster, namespace, groups: [] };
    place.groups.push(group);
    places.set(`${cluster}.${namespace}`, place);
  }
  return [...places]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, place]) => {
      const existing = place.groups
        .filter(({ spec }) => spec.existing.includes('serviceAccount'))
        .map(serviceAccountOf);
      const accounts = new Set(place.groups.map(serviceAccountOf));
      return {
        cluster: place.cluster,
        namespace: place.namespace,
        made: !place.groups.some(({ spec }) => spec.existing.includes('namespace')),
        serviceAccounts: [...accounts].filter((account) => !existing.includes(account)).sort(),
      };
    });
}
