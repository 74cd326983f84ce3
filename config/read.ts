import type { ClusterAccess } from '../model/kubeconfig/kubeconfig';
import { parse } from '../model/problems/parse';
import { plan, type Plan } from '../model/plan/plan';
import { resolve } from '../model/topology/resolve';
import { ConfigurationError } from '../model/problems/problem';
import { kubeconfigFieldProblems } from '../model/rules/api-servers';
import { ruleProblems } from '../model/rules/rules';
import { stateProblems } from '../model/rules/states';
import type { Spec } from '../model/schema/config';
import type { Values } from '../model/plan/values';
import { chartSourceProblems } from './chart-source';
import { clusterAccesses } from './cluster-access';
import { withOverlay } from './overlay';

/** A valid configuration: the parsed spec, the plan that follows from it, and the access to its clusters. */
export interface Reading {
  readonly spec: Spec;
  readonly plan: Plan;
  /** Access by cluster. Secret. */
  readonly accesses: Readonly<Record<string, ClusterAccess>>;
}

/**
 * Reads a raw configuration (keys without `meshwork:`), with the overlay of the environment over it.
 *
 * @throws ConfigurationError with everything that is wrong, so that it can be mended in one go.
 */
export function readConfiguration(written: Values, environment: NodeJS.ProcessEnv): Reading {
  const raw = withOverlay(written, environment);
  const parsed = parse(raw);
  // A typing error in one place must not hide mistakes elsewhere.
  const whole = parsed.spec ?? parsed.rest();
  const topology = resolve(whole);
  const { spec } = topology;
  const { accesses, problems } = clusterAccesses(spec, environment);
  const described = Object.fromEntries(Object.entries(accesses).map(([name, { cluster }]) => [name, cluster]));
  const servers = Object.fromEntries(Object.entries(accesses).map(([name, { server }]) => [name, server]));
  const all = [
    ...parsed.problems,
    ...problems,
    ...chartSourceProblems(spec),
    ...ruleProblems(topology, servers),
    ...kubeconfigFieldProblems(topology, described),
    ...stateProblems(whole),
  ];
  if (all.length > 0) throw new ConfigurationError(all);
  return { spec, plan: plan(topology), accesses };
}
