import { CHECKS, type CheckResults, judged } from '../checks/all';
import { type CheckId, documentation, type Status } from '../checks/check';
import type { Diagnosis } from '../checks/pairs/diagnosis';
import type { OfflinePlace } from '../offline';

/** Version of the JSON document. It rises when something is taken away or changes its meaning; additions keep it. */
export const REPORT_SCHEMA_VERSION = 2;

/**
 * The outcome of verify: the JSON document of `--json`, and the source of the text. It holds no secret. Results of checks lie under the keys of
 * their checks, which docs/reference/checks.md describes.
 */
export interface Report extends CheckResults {
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION;
  readonly stack: string;
  /** Whether every check passed and everything was removed again. */
  readonly ok: boolean;
  /** How long all of it took, in seconds. */
  readonly seconds: number;
  readonly meshes: readonly MeshSummary[];
  /** The places of the config that are offline. They were not asked, and nobody called them. */
  readonly offline: readonly OfflinePlace[];
  /** Every check, with the number of its results by status. */
  readonly checks: readonly CheckSummary[];
  /** Findings about each failure that an operator would look for. */
  readonly diagnosis: readonly Diagnosis[];
}

/** How the results of one check were judged. */
export interface CheckSummary extends Readonly<Record<Status, number>> {
  readonly id: CheckId;
  readonly title: string;
  /** The list of the report that holds the results. */
  readonly results: string;
  /** Where the check is explained, from the root of the project. */
  readonly documentation: string;
}

/** A mesh as far as the matrix needs it. */
export interface MeshSummary {
  readonly name: string;
  readonly trustDomain: string;
  readonly mtls: 'strict' | 'permissive';
  readonly clusters: readonly { readonly name: string; readonly network: string; readonly version: string }[];
  readonly machines: readonly { readonly name: string; readonly network: string }[];
}

/** Counts the results of each check by status. */
export function summarise(results: CheckResults): CheckSummary[] {
  return CHECKS.map((check) => {
    const counts = { pass: 0, warn: 0, fail: 0, skip: 0 };
    for (const { status } of judged(check, results)) counts[status] += 1;
    return { id: check.id, title: check.title, results: check.key, documentation: documentation(check), ...counts };
  });
}
