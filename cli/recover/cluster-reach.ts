import { offlineClusters } from '../../model/plan/deployed-plan';
import { withOffline } from '../../model/plan/offline';
import type { Plan } from '../../model/plan/plan';

/** Which clusters of a plan recovery can compare with the state. */
export interface ClusterReach {
  /** Those that it looks at. */
  readonly asked: ReadonlySet<string>;
  /** Those that are to come back, and that it knows nothing of until then. */
  readonly away: ReadonlySet<string>;
  /** Those of them that the config says are offline. */
  readonly offline: readonly string[];
  /** Those of them that answer, but depend on the istiod of one that does not: the program cannot plan them without it. */
  readonly unserved: readonly string[];
}

/** Divides the clusters of a plan. @param silent those that did not answer. */
export function clusterReach(plan: Plan, silent: ReadonlySet<string>): ClusterReach {
  const offline = offlineClusters(plan);
  const away = offlineClusters(withOffline(plan, silent));
  const names = [...plan.clusters, ...plan.standalone].map(({ name }) => name);
  return {
    asked: new Set(names.filter((name) => !away.has(name))),
    away,
    offline: [...offline].sort(),
    unserved: [...away].filter((name) => !offline.has(name) && !silent.has(name)).sort(),
  };
}
