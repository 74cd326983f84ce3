/** A Deployment, as far as it tells how its rollout goes. */
export interface RollingDeployment {
  readonly metadata?: { readonly generation?: number };
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
  };
}

/**
 * Whether a Deployment runs all its pods as it says now, and none as it said before. `kubectl rollout status` asks the same:
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#complete-deployment
 */
export function isRolledOut({ metadata, spec, status }: RollingDeployment): boolean {
  const { availableReplicas = 0, observedGeneration = 0, replicas = 0, updatedReplicas = 0 } = status ?? {};
  return (
    observedGeneration >= (metadata?.generation ?? 0) &&
    updatedReplicas >= (spec?.replicas ?? 1) &&
    replicas <= updatedReplicas &&
    availableReplicas >= updatedReplicas
  );
}

/** Whether a Deployment was rolled out once as it says now, and still has as many pods as it has to have: a node may be away meanwhile. */
export function isUp(deployment: RollingDeployment): boolean {
  const { metadata, status } = deployment;
  const condition = (type: string) => status?.conditions?.find((one) => one.type === type);
  return (
    isRolledOut(deployment) ||
    ((status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0) &&
      condition('Available')?.status === 'True' &&
      condition('Progressing')?.reason === 'NewReplicaSetAvailable')
  );
}
