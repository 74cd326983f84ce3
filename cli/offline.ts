import type { Reading } from '../config/read';
import { deployedPlan, offlineClusters } from '../model/plan/deployed-plan';
import type { Plan } from '../model/plan/plan';

/** A place that is offline: it is not asked, and nobody calls it. */
export interface OfflinePlace {
  readonly kind: 'cluster' | 'machine';
  readonly name: string;
}

/** The places of a plan that are offline. */
export function offlinePlaces(plan: Plan): OfflinePlace[] {
  const machines = plan.workloadGroups.flatMap((group) => group.machines);
  return [
    ...[...offlineClusters(plan)].sort().map((name): OfflinePlace => ({ kind: 'cluster', name })),
    ...machines.filter(({ state }) => state === 'offline').map(({ name }): OfflinePlace => ({ kind: 'machine', name })),
  ];
}

/** A configuration without its offline places, and without services and imports that run in no other. */
export function withoutOffline(reading: Reading): Reading {
  const offline = offlineClusters(reading.plan);
  const plan = deployedPlan(reading.plan);
  const answers = (cluster: string) => !offline.has(cluster);
  return {
    ...reading,
    plan: {
      ...plan,
      clusters: plan.clusters.map((cluster) => ({
        ...cluster,
        remoteSecrets: cluster.remoteSecrets.filter(({ watched }) => answers(watched)),
      })),
      services: plan.services.filter(({ clusters }) => clusters.some(answers)),
      federations: plan.federations.map((federation) => ({
        ...federation,
        imports: federation.imports.filter(({ gateways }) => gateways.some(({ cluster }) => answers(cluster))),
      })),
      workloadGroups: plan.workloadGroups.map((group) => ({
        ...group,
        machines: group.machines.filter(({ state }) => state === 'active'),
      })),
    },
  };
}
