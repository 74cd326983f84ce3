import { configPath, type Problem } from '../problems/problem';
import type { Spec } from '../schema/config';
import type { PlaceState } from '../schema/state';
import { byName } from '../topology/by-name';

/**
 * No place depends on one that is further away than itself: a remote on its primary, and a machine on its home cluster and the cluster whose istiod
 * configures it.
 */
export function stateProblems(spec: Spec): Problem[] {
  return [...remoteProblems(spec), ...machineProblems(spec)];
}

const AWAY: Readonly<Record<PlaceState, number>> = { active: 0, offline: 1, retired: 2 };

function isAwayFrom(depended: PlaceState, dependent: PlaceState): boolean {
  return AWAY[depended] > AWAY[dependent];
}

function remoteProblems({ clusters }: Spec): Problem[] {
  return byName(clusters).flatMap(([name, cluster]) => {
    const primary = cluster.role === 'remote' ? clusters[cluster.primary] : undefined;
    if (cluster.role !== 'remote' || primary === undefined || !isAwayFrom(primary.state, cluster.state)) return [];
    const others = byName(clusters).flatMap(([other, { role, state }]) =>
      role === 'primary' && other !== cluster.primary && state === 'active' ? [other] : [],
    );
    return [
      {
        path: configPath('clusters', cluster.primary, 'state'),
        found: `"${primary.state}", but its istiod serves remote ${name}, which is ${cluster.state}`,
        expected: 'an active primary, because a remote has its injection, certificates and config from it',
        fix:
          `Give ${name} another primary${others.length === 0 ? '' : ` (${others.join(', ')})`} or the role primary while this one still answers, ` +
          `or set ${configPath('clusters', name, 'state')} to "${primary.state}" as well: its pods then run on with what they have.`,
      },
    ];
  });
}

function machineProblems({ clusters, virtualMachines, workloadGroups }: Spec): Problem[] {
  return byName(virtualMachines).flatMap(([name, machine]) => {
    const home = workloadGroups[machine.group]?.cluster ?? '';
    const cluster = clusters[home];
    const serving = cluster?.role === 'remote' ? cluster.primary : home;
    // About a remote that follows its primary, the rule of remotes says everything.
    const away = [home, serving].find((one) => isAwayFrom(clusters[one]?.state ?? 'active', machine.state));
    const state = away === undefined ? undefined : clusters[away]?.state;
    if (away === undefined || state === undefined) return [];
    return [
      {
        path: configPath('virtualMachines', name, 'state'),
        found: `"${machine.state}", but cluster ${away} of its group ${machine.group} is ${state}`,
        expected: 'a machine whose istiod is there',
        fix: `Set it to "${state}", or ${configPath('workloadGroups', machine.group, 'cluster')} to a cluster that is active.`,
      },
    ];
  });
}
