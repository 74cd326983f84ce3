import * as pulumi from '@pulumi/pulumi';
import { crdsAlone } from '../../model/plan/chart-values';
import type { ClusterPlan } from '../../model/plan/cluster-plan';
import { istioChart } from '../charts';
import { clusterProvider } from './provider';

/** Arguments of the CRDs of a cluster. */
export interface IstioCrdsArgs {
  /** The plan of the cluster. */
  readonly cluster: ClusterPlan;
  /** A kubeconfig with the cluster's context alone. Secret. */
  readonly kubeconfig: pulumi.Input<string>;
}

/** Istio's CRDs in one cluster, and nothing else (`meshwork:istio.crds: only`). CRDs that are there are adopted, and all outlive the stack. */
export class IstioCrds extends pulumi.ComponentResource {
  constructor(name: string, args: IstioCrdsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster } = args;
    super('meshwork:cluster:IstioCrds', name, {}, opts);
    const provider = clusterProvider(
      `${name}-provider-for-crds`,
      { cluster: cluster.name, kubeconfig: args.kubeconfig, adopt: true },
      { parent: this },
    );
    istioChart(
      `${name}-base`,
      { source: cluster.charts, chart: 'base', release: 'istio-base', values: crdsAlone(cluster.baseValues) },
      { parent: this, provider },
    );
    this.registerOutputs({});
  }
}
