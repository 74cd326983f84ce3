/**
 * Names clusters, separated by commas, that one run of the program leaves as the state has them. `npm run mesh -- recover` sets it for its own runs, empty
 * if all clusters answer, because `up` refuses those that do not (docs/adr/0023). It is no config, so that it cannot stay on.
 */
export const LEFT_OUT_VARIABLE = 'MESHWORK_LEAVE_OUT';

/** The environment of a run of recovery that leaves clusters out. */
export function leavingOut(clusters: readonly string[]): Readonly<Record<string, string>> {
  return { [LEFT_OUT_VARIABLE]: clusters.join(',') };
}
