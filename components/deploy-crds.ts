import type { Reading } from '../config/read';
import { kubeconfigOf } from './cluster/access';
import { IstioCrds } from './cluster/istio-crds';

/** Makes Istio's CRDs in every cluster that is in a mesh, for a stack that makes nothing else. */
export function deployCrds({ accesses, plan }: Reading): void {
  for (const cluster of plan.clusters)
    new IstioCrds(cluster.name, { cluster, kubeconfig: kubeconfigOf(cluster.name, accesses) });
}
