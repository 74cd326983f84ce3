import type { ClusterPlan } from '../../model/plan/cluster-plan';
import { type Accesses, accessTo } from '../cluster/access';
import type { Cluster } from '../cluster/cluster';
import type { Dependencies } from '../dependencies';
import type { Made } from '../made';
import { RemoteSecret } from './remote-secret';

/** Components that remote secrets depend on, by cluster. */
export interface MadeBefore {
  readonly clusters: Made<Cluster>;
  readonly dependencies: Made<Dependencies>;
}

/** Makes the Secrets by which the istiods of a cluster watch others. */
export function remoteSecrets(
  { name, remoteSecrets: plans }: ClusterPlan,
  { clusters, dependencies }: MadeBefore,
  accesses: Accesses,
): void {
  const watcher = clusters.the(name);
  for (const plan of plans) {
    const { ofRemoteSecret: after, watchers } = dependencies.the(plan.watched);
    const { server } = accessTo(plan.watched, accesses);
    const args = { watcher, watched: clusters.the(plan.watched), server, secret: plan, after };
    watchers.push(new RemoteSecret(`${name}-remote-secret.${plan.watched}`, args).secret);
  }
}
