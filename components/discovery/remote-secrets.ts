import type { ClusterPlan } from '../../model/plan/cluster-plan';
import { type Accesses, accessTo } from '../cluster/access';
import type { MadeBefore } from '../made-before';
import { RemoteSecret } from './remote-secret';

/** Makes the Secrets by which the istiods of a cluster watch others. */
export function remoteSecrets(
  { name, remoteSecrets: plans }: ClusterPlan,
  { clusters, dependencies }: Pick<MadeBefore, 'clusters' | 'dependencies'>,
  accesses: Accesses,
): void {
  const watcher = clusters.the(name);
  for (const plan of plans) {
    const { ofRemoteSecret: after, watchers } = dependencies.the(plan.watched);
    const { cluster: kubeconfig } = accessTo(plan.watched, accesses);
    const args = { watcher, watched: clusters.the(plan.watched), kubeconfig, secret: plan, after };
    watchers.push(new RemoteSecret(`${name}-remote-secret.${plan.watched}`, args).secret);
  }
}
