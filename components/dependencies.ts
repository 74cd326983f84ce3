import type * as pulumi from '@pulumi/pulumi';

/** What resources in one cluster depend on. The lists grow while the cluster is deployed; they stay empty in a cluster without a mesh. */
export class Dependencies {
  /** The charts of its control planes, once their istiods run. */
  readonly istiods: pulumi.Input<pulumi.Resource>[] = [];
  /** Resources that are ready once API servers reach an istiod of its own. */
  readonly validations: pulumi.Input<pulumi.Resource>[] = [];
  /** The Secrets by which istiods of other clusters watch it. */
  readonly watchers: pulumi.Resource[] = [];
  /** The device plugins of its node pools, once their pods run. */
  readonly devicePlugins: pulumi.Input<pulumi.Resource>[] = [];
  /** The chart of a primary's east-west gateway, once its pods run. */
  readonly gateways: pulumi.Input<pulumi.Resource>[] = [];

  /** What the injection of pods depends on: the webhooks, and for a remote the istiods that watch it. */
  get ofInjection(): pulumi.Input<pulumi.Resource>[] {
    return [...this.istiods, ...this.watchers];
  }

  /** What Istio's config depends on: an istiod that validates it, where one does. */
  get ofConfig(): pulumi.Input<pulumi.Resource>[] {
    return this.validations.length > 0 ? this.validations : this.istiods;
  }

  /**
   * What a remote secret for the cluster depends on, on create and delete. Watchers of a primary send requests to its gateway as soon as the gateway has
   * an address, ready or not. The gateway of a remote comes later, because an istiod that watches the remote injects its pods.
   */
  get ofRemoteSecret(): pulumi.Input<pulumi.Resource>[] {
    return [...this.istiods, ...this.gateways];
  }
}
