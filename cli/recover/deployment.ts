/** A resource, as a stack's state has it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly parent?: string;
  /** Whether it only waits for its deletion: another of the same URN took its place. */
  readonly delete?: boolean;
  /** Whether it was deleted, and its replacement was not made yet. */
  readonly pendingReplacement?: boolean;
}

/** An operation that had begun when its command ended. */
export interface PendingOperation {
  readonly type: string;
  readonly resource: StateResource;
}

/** A stack's state, as `pulumi stack export` writes it. */
export interface StackDeployment {
  readonly resources: readonly StateResource[];
  readonly pending: readonly PendingOperation[];
}

/** Reads an exported state. A stack that was never deployed has no resources. */
export function readDeployment(text: string): StackDeployment {
  const { deployment } = JSON.parse(text) as {
    deployment?: { resources?: StateResource[] | null; pending_operations?: PendingOperation[] | null } | null;
  };
  return { resources: deployment?.resources ?? [], pending: deployment?.pending_operations ?? [] };
}
