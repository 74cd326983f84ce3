import { didYouMean } from '../did-you-mean';
import { configPath, type Problem } from '../problem';
import type { Spec } from '../schema/config';

/** An istiod whose intermediate does not lead to a root that it trusts does not start: the signer must be one of the roots. */
export function trustProblems(spec: Spec): Problem[] {
  return Object.entries(spec.meshes).flatMap(([name, { roots, signer }]) => {
    const known = Object.keys(roots);
    if (signer === undefined ? known.length === 1 : known.includes(signer)) return [];
    const hint = signer === undefined ? undefined : didYouMean(signer, known);
    return [
      {
        path: configPath('meshes', name, 'signer'),
        found:
          signer === undefined
            ? `nothing, and ${known.length} roots`
            : `"${signer}", which is not among the trusted roots`,
        expected: `one of ${known.join(', ')}`,
        ...(hint === undefined ? {} : { fix: hint }),
      },
    ];
  });
}
