import { withOffline } from '../model/plan/offline';
import type { Plan } from '../model/plan/plan';
import { configPath, ConfigurationError } from '../model/problems/problem';
import { untracedError } from './untraced-error';
import { LEFT_OUT_VARIABLE } from './left-out-variable';
import type { Reading } from './read';
import { runningStack } from './running-stack';
import { needsState, readState, type StackState } from './stack-state';

/** Whether recovery runs the program: for a preview, or with targets. */
export function isRecovery(environment: NodeJS.ProcessEnv): boolean {
  return environment[LEFT_OUT_VARIABLE] !== undefined;
}

/**
 * Plans the clusters that the environment names, and the remotes that they serve, as if they were offline.
 *
 * @throws RunError for a name that is no cluster.
 */
export function withoutLeftOut(reading: Reading, environment: NodeJS.ProcessEnv): Reading {
  const names = leftOutClusters(reading.plan, environment);
  return names.size === 0 ? reading : { ...reading, plan: withOffline(reading.plan, names) };
}

/**
 * What a run of recovery needs to know of places that are away: the last outputs. Their resources are not registered. With targets, the engine carries
 * over what a resource depends on together with it, and would then refuse the registration of that as a second one.
 */
export async function stateForRecovery(plan: Plan): Promise<StackState> {
  if (!needsState(plan)) return [];
  return (await readState(runningStack())).filter(({ type }) => type === 'pulumi:pulumi:Stack');
}

/**
 * Ends a run of recovery that has left something out. The engine deletes what a program has not registered, and only where it ends well: should the run have
 * no targets, this saves all of it. Recovery looks into the state for what such a run has done.
 */
export function endOfRecovery(plan: Plan): void {
  if (needsState(plan))
    throw untracedError(
      `This run left out places that are away, because ${LEFT_OUT_VARIABLE} is set, and ends here. Recovery alone sets that variable, for its own runs: unset it.`,
    );
}

/**
 * The clusters that the environment names.
 *
 * @throws RunError for a name that is no cluster of the plan.
 */
export function leftOutClusters(plan: Plan, environment: NodeJS.ProcessEnv): ReadonlySet<string> {
  const names = (environment[LEFT_OUT_VARIABLE] ?? '').split(',').filter((name) => name !== '');
  const known = [...plan.clusters, ...plan.standalone].map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw untracedError(
      new ConfigurationError(
        unknown.map((name) => ({
          path: configPath('clusters', name),
          found: `no such cluster, but the environment variable ${LEFT_OUT_VARIABLE} names it`,
          expected: `one of ${known.join(', ')}`,
          fix: `Unset ${LEFT_OUT_VARIABLE}: recovery alone sets it, for its own runs.`,
        })),
      ).message,
    );
  return new Set(names);
}
