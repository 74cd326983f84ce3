import type * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { clusterProvider } from './provider';

/** Arguments of a standalone cluster. */
export interface StandaloneClusterArgs {
  /** Its key in the config. */
  readonly name: string;
  /** A kubeconfig with the cluster's context alone. Secret. */
  readonly kubeconfig: pulumi.Input<string>;
}

/** A Kubernetes cluster in no mesh: nothing of Istio is made in it. */
export class StandaloneCluster extends pulumi.ComponentResource {
  /** The provider of every object in the cluster. */
  readonly provider: k8s.Provider;

  constructor(name: string, args: StandaloneClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meshwork:cluster:StandaloneCluster', name, {}, opts);
    this.provider = clusterProvider(
      `${name}-provider`,
      { cluster: args.name, kubeconfig: args.kubeconfig },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
