import { certificatesIn } from '../certificates/pem';
import { configPath, type Problem } from '../problems/problem';
import { primaryOf } from '../topology/clusters';
import type { WorkloadGroup } from '../topology/machines';
import { daysUntil } from './root-days';

/** A certificate by which machines prove to istiod who they are does not outlive the intermediate that signs it. */
export function machineLifeProblems({ cluster, key, mesh, spec }: WorkloadGroup): Problem[] {
  if (spec.identity !== 'certificate') return [];
  const { validityDays } = spec.certificates;
  const path = configPath('workloadGroups', key, 'certificates', 'validityDays');
  const { given, renewBeforeDays } = mesh.spec.intermediates;
  const primary = primaryOf(cluster).name;
  const ends = (certificatesIn(given[primary] ?? '') ?? []).map(({ validTo }) => daysUntil(validTo));
  if (ends.length > 0) {
    const days = Math.min(...ends);
    // One that has ended has a message of its own (intermediate-chain.ts).
    if (days < 0 || validityDays <= days) return [];
    return [
      {
        path,
        found: `${validityDays} days, but the intermediate of cluster ${primary} lasts ${days} more`,
        expected: `at most ${days} days: a certificate must not outlive what signed it`,
        fix: `Shorten it, or give an intermediate that lasts longer (${configPath('meshes', mesh.name, 'intermediates', 'given', primary)}).`,
      },
    ];
  }
  if (validityDays <= renewBeforeDays) return [];
  return [
    {
      path,
      found: `${validityDays} days, but intermediates of mesh ${mesh.name} are renewed ${renewBeforeDays} days before they end`,
      expected: `at most ${renewBeforeDays} days: a certificate must not outlive what signed it`,
      fix: `Shorten it, or raise ${configPath('meshes', mesh.name, 'intermediates', 'renewBeforeDays')}.`,
    },
  ];
}
