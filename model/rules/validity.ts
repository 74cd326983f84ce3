import { configPath, type Problem } from '../problems/problem';
import type { Topology } from '../topology/topology';

/** Certificates must not outlive what signed them, and must be renewed while they are still good. */
export function validityProblems({ meshes }: Topology): Problem[] {
  return [...meshes.values()].flatMap(({ name, signer, spec: { intermediates, roots } }) => {
    const problems: Problem[] = [];
    const root = roots[signer];
    if (root !== undefined && intermediates.validityDays >= root.generate.validityDays) {
      problems.push({
        path: configPath('meshes', name, 'intermediates', 'validityDays'),
        found: `${intermediates.validityDays} days, but the root lasts ${root.generate.validityDays}`,
        expected: `fewer than ${root.generate.validityDays} days`,
      });
    }
    if (intermediates.renewBeforeDays >= intermediates.validityDays) {
      problems.push({
        path: configPath('meshes', name, 'intermediates', 'renewBeforeDays'),
        found: `${intermediates.renewBeforeDays} days, but an intermediate lasts ${intermediates.validityDays}`,
        expected: `fewer than ${intermediates.validityDays} days`,
        fix: 'An intermediate that is always due is replaced by every `pulumi up`.',
      });
    }
    return problems;
  });
}
