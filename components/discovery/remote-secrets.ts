import type { ClusterPlan } from '../../model/plan/cluster-plan';
import { type Accesses, accessTo } from '../cluster/access';
import type { Cluster } from '../cluster/cluster';
import type { MadeBefore } from '../made-before';
import { RemoteSecret } from './remote-secret';

/** Makes the Secrets by which the istiods of a cluster watch others. One that was first to be watched while it was offline waits for its return. */
export function remoteSecrets(
  { name, remoteSecrets: plans }: ClusterPlan,
  { clusters, dependencies }: Pick<MadeBefore, 'clusters' | 'dependencies'>,
  accesses: Accesses,
  watchedCluster: (name: string) => Pick<Cluster, 'plan' | 'reader'>,
): void {
  const watcher = clusters.the(name);
  for (const plan of plans) {
    const { ofRemoteSecret: after, watchers } = dependencies.the(plan.watched);
    const { cluster: kubeconfig } = accessTo(plan.watched, accesses);
    const watched = watchedCluster(plan.watched);
    if (watched.plan.state === 'offline' && watched.reader === undefined) continue;
    const args = { watcher, watched, kubeconfig, secret: plan, after };
    watchers.push(new RemoteSecret(`${name}-remote-secret.${plan.watched}`, args).secret);
  }
}
