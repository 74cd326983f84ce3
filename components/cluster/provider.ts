import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';

/** How a cluster is reached. */
export interface ClusterProviderArgs {
  /** Its key in the config: what stays the same when its address, credentials, role or Istio's ID for it change. */
  readonly cluster: string;
  /** A kubeconfig with the cluster's context alone. Secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Whether objects that are there already are adopted. Without it, a create of such an object fails, and recovery alone may adopt. */
  readonly adopt?: true;
  /** Whether fields that another manager holds are taken back, or with `adopt` taken over. Default: true. Without it, they end the run with a conflict. */
  readonly force?: boolean;
  /** What to do with objects when the cluster does not answer: leave them as they are, or drop them from the state. Default: fail. */
  readonly unreachable?: 'skip' | 'forget';
}

/** A provider for one cluster. */
export function clusterProvider(
  name: string,
  { cluster, kubeconfig, adopt, force = true, unreachable }: ClusterProviderArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.Provider {
  return new k8s.Provider(
    name,
    {
      kubeconfig: pulumi.secret(kubeconfig),
      // With it, a new address or credential updates the provider in place; without it, every object would be replaced.
      clusterIdentifier: cluster,
      // Else a change of `cacerts` or a remote secret deletes it first, and istiod drops the cluster meanwhile.
      enableSecretMutable: true,
      enableConfigMapMutable: true,
      // Else one field that another tool has taken over would stop all repair (docs/adr/0025).
      ...(force ? { enablePatchForce: true } : {}),
      ...(adopt === undefined ? {} : { upsertExistingObjects: adopt }),
      ...(unreachable === 'skip' ? { skipUpdateUnreachable: true } : {}),
      ...(unreachable === 'forget' ? { deleteUnreachable: true } : {}),
    },
    opts,
  );
}
