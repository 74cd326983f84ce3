import * as pulumi from '@pulumi/pulumi';
import type { ClusterAccess } from '../../model/kubeconfig/kubeconfig';

/** How clusters are reached, by cluster. Secret. */
export type Accesses = Readonly<Record<string, ClusterAccess>>;

/**
 * How a cluster is reached.
 *
 * @throws Error if the accesses lack it: reading a configuration yields one for each of its clusters.
 */
export function accessTo(cluster: string, accesses: Accesses): ClusterAccess {
  const access = accesses[cluster];
  if (access === undefined) throw new Error(`There is no access to cluster ${cluster}.`);
  return access;
}

/** The kubeconfig of a cluster, made secret before it reaches a provider. */
export function kubeconfigOf(cluster: string, accesses: Accesses): pulumi.Output<string> {
  return pulumi.secret(accessTo(cluster, accesses).kubeconfig);
}
