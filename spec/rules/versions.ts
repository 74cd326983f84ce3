import { configPath, type Problem } from '../problem';
import type { Spec } from '../schema/config';

/** First minor whose charts take `base.validationFailurePolicy` and render the remote's EndpointSlice rules. */
const OLDEST_MINOR = 28;

/** Istio releases whose charts lack what the plan relies on are refused. */
export function versionProblems(spec: Spec): Problem[] {
  if (spec.istio === undefined) return [];
  const minor = Number(spec.istio.version.split('.')[1]);
  if (minor >= OLDEST_MINOR) return [];
  return [
    {
      path: configPath('istio', 'version'),
      found: spec.istio.version,
      expected: `1.${OLDEST_MINOR}.0 or later`,
      fix: 'Older charts cannot keep webhooks free of drift (base.validationFailurePolicy is missing).',
    },
  ];
}
