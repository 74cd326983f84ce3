import { exposureName } from '../names/service';
import { SYSTEM_NAMESPACE } from '../names/system-namespace';
import { stubsOf } from '../plan/service-plan';
import { configPath, type Problem } from '../problems/problem';
import { primaryOf } from '../topology/clusters';
import { serviceAccountOf, type WorkloadGroup } from '../topology/machines';
import type { Topology } from '../topology/topology';

/** The objects of workload groups are none that Kubernetes, Istio or another entry of the configuration makes as well. */
export function workloadObjectProblems(topology: Topology): Problem[] {
  const groups = [...topology.workloadGroups.values()];
  return groups.flatMap((group, index) => [
    ...namespaceProblems(group, groups),
    ...accountProblems(group, groups),
    ...serviceTwins(group, groups.slice(0, index)),
    ...hostTwins(group, groups.slice(0, index)),
    ...declaredTwins(group, topology),
  ]);
}

/** Namespaces that Kubernetes makes in every cluster. */
const KUBERNETES_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** The service account that Kubernetes makes in every namespace. */
const KUBERNETES_ACCOUNT = 'default';

function namespaceProblems({ cluster, key, spec }: WorkloadGroup, groups: readonly WorkloadGroup[]): Problem[] {
  const { namespace } = spec;
  const path = configPath('workloadGroups', key, 'namespace');
  if (namespace === SYSTEM_NAMESPACE)
    return [{ path, found: `"${namespace}", the namespace of Istio itself`, expected: 'a namespace of workloads' }];
  const together = groups.filter((other) => isBeside(other, cluster, namespace));
  if (!KUBERNETES_NAMESPACES.includes(namespace) || saysExisting(together, 'namespace')) return [];
  return [
    {
      path,
      found: `"${namespace}", which is in every cluster, and the group does not say that it is there`,
      expected: 'a namespace that can be made, or `existing: [namespace]`',
    },
  ];
}

function accountProblems(group: WorkloadGroup, groups: readonly WorkloadGroup[]): Problem[] {
  const { cluster, key, spec } = group;
  const account = serviceAccountOf(group);
  const together = groups.filter(
    (other) => isBeside(other, cluster, spec.namespace) && serviceAccountOf(other) === account,
  );
  if (account !== KUBERNETES_ACCOUNT || saysExisting(together, 'serviceAccount')) return [];
  return [
    {
      path: configPath('workloadGroups', key, 'serviceAccount'),
      found: `"${account}", which is in every namespace, and the group does not say that it is there`,
      expected: 'a service account that can be made, or `existing: [serviceAccount]`',
      fix: 'Give the machines an account of their own: every pod without one is "default".',
    },
  ];
}

function saysExisting(groups: readonly WorkloadGroup[], kind: 'namespace' | 'serviceAccount'): boolean {
  return groups.some(({ spec }) => spec.existing.includes(kind));
}

/** Whether the objects of a group lie in a namespace of the cluster whose istiod serves another cluster. */
function isBeside(group: WorkloadGroup, cluster: WorkloadGroup['cluster'], namespace: string): boolean {
  return primaryOf(group.cluster) === primaryOf(cluster) && group.spec.namespace === namespace;
}

/** The name of the Service that is made for a group; undefined if none is. */
function serviceOf({ key, spec: { service } }: WorkloadGroup): string | undefined {
  return service === undefined || service.host !== undefined ? undefined : (service.name ?? key);
}

/** Where the name of that Service comes from. */
function servicePath({ key, spec: { service } }: WorkloadGroup): string {
  return configPath('workloadGroups', key, 'service', ...(service?.name === undefined ? [] : ['name']));
}

function serviceTwins(group: WorkloadGroup, earlier: readonly WorkloadGroup[]): Problem[] {
  const name = serviceOf(group);
  const { cluster, spec } = group;
  if (name === undefined) return [];
  const twin = earlier.find((other) => isBeside(other, cluster, spec.namespace) && serviceOf(other) === name);
  if (twin === undefined) return [];
  return [
    {
      path: servicePath(group),
      found: `Service ${spec.namespace}/${name}, which group ${twin.key} has as well`,
      expected: 'a Service of one group',
      fix: `For one service of both, give it to ${twin.key} alone, with a selector of labels that machines of both have.`,
    },
  ];
}

function hostTwins({ key, mesh, spec }: WorkloadGroup, earlier: readonly WorkloadGroup[]): Problem[] {
  const host = spec.service?.host;
  const twin = earlier.find((other) => host !== undefined && other.mesh === mesh && other.spec.service?.host === host);
  if (host === undefined || twin === undefined) return [];
  return [
    {
      path: configPath('workloadGroups', key, 'service', 'host'),
      found: `"${host}", which group ${twin.key} has as well`,
      expected: 'a host name of one group in a mesh',
    },
  ];
}

/** A declared service makes Services in clusters that use it or stand in for it, and one before its pods where a load balancer opens it. */
function declaredTwins(group: WorkloadGroup, { services }: Topology): Problem[] {
  const name = serviceOf(group);
  const cluster = primaryOf(group.cluster);
  const { namespace } = group.spec;
  return [...services.values()].flatMap((declared) => {
    const { clusters, consumers, key, spec } = declared;
    if (spec.namespace !== namespace) return [];
    const isOpened = spec.reach !== undefined && !('ingress' in spec.reach.by);
    const made = [
      ...(stubsOf(declared).includes(cluster.name) || consumers.includes(cluster) ? [declared.name] : []),
      ...(isOpened && clusters.includes(cluster) ? [exposureName(declared.name)] : []),
    ];
    if (name === undefined || !made.includes(name)) return [];
    return [
      {
        path: servicePath(group),
        found: `Service ${namespace}/${name}, which is made in ${cluster.name} for ${configPath('services', key)}`,
        expected: 'a name that no other Service there has',
      },
    ];
  });
}
