/** The ends of a call between proxies, if the service tells whom its proxy saw. */
export interface SeenIdentities {
  /** SPIFFE identity of the caller. */
  readonly sourceIdentity: string | null;
  /** SPIFFE identity of the service. */
  readonly destinationIdentity: string | null;
}

/** Who called whom, where the service tells; else its answer, or why there is none. */
export function callerAndCalled({
  destinationIdentity,
  detail,
  ok,
  sourceIdentity,
}: SeenIdentities & { readonly detail: string; readonly ok: boolean }): string {
  return ok && sourceIdentity !== null && destinationIdentity !== null
    ? `${sourceIdentity} → ${destinationIdentity}`
    : detail;
}
