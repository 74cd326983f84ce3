import * as pulumi from '@pulumi/pulumi';
import type { Plan } from '../model/plan/plan';
import { configPath, ConfigurationError, type Problem } from '../model/problems/problem';
import { offlineClusters } from '../model/plan/deployed-plan';
import { runningStack } from './running-stack';
import { needsState, readState, type StackState } from './stack-state';

/**
 * The state of the running stack, where a plan has places that are offline or retired; else nothing.
 *
 * @param written The plan as the configuration has it: of places that are away there, previews and updates tell.
 * @throws ConfigurationError for a cluster that is offline and of which nothing was made.
 */
export async function stateOfAway(plan: Plan, written: Plan): Promise<StackState> {
  if (!needsState(plan)) return [];
  const state = await readState(runningStack());
  const problems = neverMade(written, state);
  if (problems.length > 0) throw new ConfigurationError(problems);
  await tell(written);
  return state;
}

/** Clusters that are offline, and of which nothing was made: there is nothing to keep, and nothing can be made. */
export function neverMade(plan: Plan, state: StackState): Problem[] {
  return [...offlineClusters(plan)]
    .filter(
      (name) =>
        !state.some(({ urn }) => urn.endsWith(`::${name}-provider`) || urn.endsWith(`::${name}-provider-for-crds`)),
    )
    .map((name) => ({
      path: configPath('clusters', name, 'state'),
      found: '"offline", but this stack has made nothing in the cluster',
      expected: 'a cluster that was deployed to before',
      fix: 'Take the cluster out of the config until it can be reached, or set the state to "active".',
    }));
}

/** Says which places are left alone. */
async function tell({ clusters, retired, standalone, workloadGroups }: Plan): Promise<void> {
  const isOffline = ({ state }: { readonly state: string }) => state === 'offline';
  const machines = workloadGroups.flatMap((group) => group.machines);
  const offline = [
    ...[...clusters, ...standalone].filter(isOffline).map(({ name }) => ({ kind: 'Cluster', key: 'clusters', name })),
    ...machines.filter(isOffline).map(({ name }) => ({ kind: 'Machine', key: 'virtualMachines', name })),
  ];
  for (const { key, kind, name } of offline)
    await pulumi.log.warn(
      `${kind} ${name} is offline: nothing in it is asked or changed. When it answers again, set ${configPath(key, name, 'state')} to "active".`,
    );
  const gone = [
    ...retired.clusters.map(({ name }) => ({ kind: 'Cluster', key: 'clusters', name })),
    ...retired.machines.map((name) => ({ kind: 'Machine', key: 'virtualMachines', name })),
  ];
  for (const { key, kind, name } of gone)
    await pulumi.log.warn(
      `${kind} ${name} is retired: the others lose what they hold of it, and nothing in it is touched. After this \`up\`, take ${configPath(key, name)} out.`,
    );
}
