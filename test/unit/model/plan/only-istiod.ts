import type { ClusterPlan } from '../../../../model/plan/cluster-plan';
import type { ControlPlanePlan } from '../../../../model/plan/control-plane-plan';
import type { IstiodReach } from '../../../../model/plan/east-west-gateway-plan';

/** The one control plane of a cluster. */
export function onlyIstiod({ controlPlanes }: Pick<ClusterPlan, 'controlPlanes'>): ControlPlanePlan {
  const [only, ...others] = controlPlanes;
  if (only === undefined || others.length > 0) throw new Error(`There are ${controlPlanes.length} control planes.`);
  return only;
}

/** How a remote's one control plane leads to its istiod; undefined on a primary. */
export function istiodReachOf(cluster: Pick<ClusterPlan, 'controlPlanes'>): IstiodReach | undefined {
  const istiod = onlyIstiod(cluster);
  return istiod.role === 'remote' ? istiod.reach : undefined;
}
