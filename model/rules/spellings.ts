import type { ChartValues } from '../schema/chart-values';
import { type Values, valueAt } from '../plan/values';

type Chart = keyof ChartValues;

/** Keys whose content a chart also takes as if it were at the top level, where it is not there as well (its zzz_profile.yaml). */
const COPIED: Readonly<Partial<Record<Chart, string>>> = { istiod: 'pilot', cni: 'cni', gateway: 'global' };

/** The paths that a written one sets: itself, and at the top level what is copied there. */
export function meanings(chart: Chart, path: readonly string[]): readonly (readonly string[])[] {
  return path[0] === COPIED[chart] ? [path, path.slice(1)] : [path];
}

/** The value that a chart reads at a path, however it is spelled; undefined if it is not written. */
export function valueOf(chart: Chart, values: Values, path: readonly string[]): unknown {
  const copied = COPIED[chart];
  return valueAt(values, path) ?? (copied === undefined ? undefined : valueAt(values, [copied, ...path]));
}
