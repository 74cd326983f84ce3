import type { StateResource } from './deployment';

/** A step of a preview, as far as recovery reads it. */
interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  readonly newState?: StateResource;
}

/** What a preview says of the resources of the program. */
export interface PlannedResources {
  /** All of them. */
  readonly all: readonly StateResource[];
  /** Those that `up` would make because the state lacks them. */
  readonly created: readonly StateResource[];
  /** Why the preview ended early; undefined if it did not. */
  readonly failure: string | undefined;
}

/** Steps that make what the state lacks. A replacement makes the new object too; it counts if the old one is known to be gone. */
const CREATING = new Set(['create', 'create-replacement']);

/**
 * Reads the output of `pulumi preview --json`.
 *
 * @throws SyntaxError if it is none.
 */
export function plannedResources(text: string): PlannedResources {
  const { diagnostics = [], steps = [] } = JSON.parse(text) as {
    steps?: PreviewStep[];
    diagnostics?: { severity: string; message: string }[];
  };
  const all = steps.flatMap(({ newState }) => (newState === undefined ? [] : [newState]));
  const created = steps.flatMap(({ newState, op }) => (newState !== undefined && CREATING.has(op) ? [newState] : []));
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message.trim());
  return { all, created, failure: errors.length === 0 ? undefined : errors.join('\n') };
}
