/** A DaemonSet, as far as it tells how its rollout goes. */
export interface RollingDaemonSet {
  readonly metadata?: { readonly generation?: number };
  readonly spec?: { readonly updateStrategy?: { readonly type?: string } };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly currentNumberScheduled?: number;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
  };
}

/** Whether a DaemonSet runs a pod, as it says now, on every node that it is meant for. `kubectl rollout status` asks the same. */
export function isDaemonSetRolledOut(daemonSet: RollingDaemonSet): boolean {
  const { desiredNumberScheduled = 0, numberAvailable = 0 } = daemonSet.status ?? {};
  return isPlaced(daemonSet) && numberAvailable >= desiredNumberScheduled;
}

/** Whether a DaemonSet that this run did not change is rolled out as far as it has to be: nodes may be away meanwhile, but not all of them. */
export function isDaemonSetUp(daemonSet: RollingDaemonSet): boolean {
  return isDaemonSetRolledOut(daemonSet) || (isPlaced(daemonSet) && (daemonSet.status?.numberAvailable ?? 0) > 0);
}

/** Whether each pod is as the DaemonSet says now. With the strategy `OnDelete`, that is for others to bring about. */
function isPlaced({ metadata, spec, status }: RollingDaemonSet): boolean {
  const { desiredNumberScheduled = 0, observedGeneration = 0, updatedNumberScheduled = 0 } = status ?? {};
  return (
    observedGeneration >= (metadata?.generation ?? 0) &&
    (spec?.updateStrategy?.type === 'OnDelete' || updatedNumberScheduled >= desiredNumberScheduled)
  );
}
