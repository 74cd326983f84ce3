import { configPath, type Problem } from '../problems/problem';
import type { Topology } from '../topology/topology';
import { lifeOf } from './root-days';

/** Intermediates must not outlive the root that signs them, and must be renewed while they are still good. */
export function validityProblems({ meshes }: Topology): Problem[] {
  return [...meshes.values()].flatMap(({ clusters, name, signer, spec: { intermediates, roots } }) => {
    const problems: Problem[] = [];
    const root = roots[signer];
    const life = root === undefined ? undefined : lifeOf(root);
    // A mesh without clusters has no intermediates, and those that are given have ends of their own.
    const makesSome = clusters.length > 0 && Object.keys(intermediates.given).length === 0;
    if (makesSome && life !== undefined && intermediates.validityDays >= life.days) {
      problems.push({
        path: configPath('meshes', name, 'intermediates', 'validityDays'),
        found: `${intermediates.validityDays} days, but the root lasts ${life.words}`,
        expected: `fewer than ${life.days} days`,
      });
    }
    return [...problems, ...renewalProblems(['meshes', name, 'intermediates'], 'an intermediate', intermediates)];
  });
}

/**
 * Certificates must be renewed while they are still good, and not by every `up`.
 *
 * @param kind The certificates, with an article, as in `an intermediate`.
 */
export function renewalProblems(
  above: readonly string[],
  kind: string,
  { renewBeforeDays, validityDays }: { readonly renewBeforeDays: number; readonly validityDays: number },
): Problem[] {
  if (renewBeforeDays < validityDays) return [];
  return [
    {
      path: configPath(...above, 'renewBeforeDays'),
      found: `${renewBeforeDays} days, but ${kind} lasts ${validityDays}`,
      expected: `fewer than ${validityDays} days`,
      fix: `${kind.charAt(0).toUpperCase()}${kind.slice(1)} that is always due is replaced by every \`pulumi up\`.`,
    },
  ];
}
