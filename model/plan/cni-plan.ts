import type { MeshedCluster } from '../topology/clusters';
import { hasCni } from '../topology/cni';
import { type ChartSource, chartSource } from './chart-source';
import type { IstioRelease } from './chart-values';
import { ownedCniValues } from './cni-values';
import { pullSecretValues } from './pull-secret';
import { userValues } from './user-values';
import { mergeValues, type Values } from './values';

/** Istio's CNI agent in one cluster. */
export interface CniPlan {
  /** Where the cni chart comes from. */
  readonly charts: ChartSource;
  /** Values of the cni chart. */
  readonly values: Values;
}

/** Plans the CNI agent of a cluster; undefined if it has none. */
export function planCni(cluster: MeshedCluster, istio: IstioRelease): CniPlan | undefined {
  if (!hasCni(cluster.spec)) return undefined;
  const user = userValues(cluster, 'cni', istio);
  const values = mergeValues(
    user,
    istio.hasPullSecret === true ? pullSecretValues(user) : {},
    ownedCniValues(istio.images, cluster.spec.platform),
  );
  return { charts: chartSource(istio), values };
}
