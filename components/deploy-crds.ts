import type { Reading } from '../config/read';
import type { StackState } from '../config/stack-state';
import { deployedPlan } from '../model/plan/deployed-plan';
import { AwayPlaces } from './away/away-places';
import { kubeconfigOf } from './cluster/access';
import { IstioCrds } from './cluster/istio-crds';

/**
 * Makes Istio's CRDs in every cluster that is in a mesh, for a stack that makes nothing else.
 *
 * @param state The state of the stack, where the plan has clusters that are away: they keep their CRDs.
 */
export function deployCrds({ accesses, plan }: Reading, state: StackState): void {
  for (const cluster of deployedPlan(plan).clusters)
    new IstioCrds(cluster.name, { cluster, kubeconfig: kubeconfigOf(cluster.name, accesses) });
  // Resources of a place that is away have its own providers alone here.
  new AwayPlaces({ plan, state, provider: () => undefined });
}
