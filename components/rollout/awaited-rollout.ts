import * as pulumi from '@pulumi/pulumi';
import type { Rollout, RolloutWait } from './rollout';

/** The rollout of a Deployment or DaemonSet, which the program awaits in the place of the provider (docs/adr/0026). */
export class AwaitedRollout {
  private changed = false;
  private readonly changes: pulumi.ResourceHook;

  /** @param name Name of the component that the object belongs to, or its own. */
  constructor(
    name: string,
    private readonly rollout: Rollout,
    private readonly wait: RolloutWait,
  ) {
    this.changes = new pulumi.ResourceHook(`${name}-rollout-begins`, () => {
      this.changed = true;
    });
  }

  /**
   * A transform for the object, or the chart that it is of: for the provider it is ready as soon as it is there. The provider still waits for its end when it is
   * deleted, which `pulumi.com/skipAwait` would take away.
   */
  readonly transform: pulumi.ResourceTransform = ({ opts, props, type }) => {
    if (type !== `kubernetes:apps/v1:${this.rollout.kind}`) return undefined;
    const { metadata, ...rest } = props as { readonly metadata: { readonly annotations?: object } };
    const annotations = { 'pulumi.com/waitFor': 'jsonpath={.metadata.uid}', ...metadata.annotations };
    const hooks: pulumi.ResourceHookBinding = { afterCreate: [this.changes], afterUpdate: [this.changes] };
    return { props: { ...rest, metadata: { ...metadata, annotations } }, opts: pulumi.mergeOptions(opts, { hooks }) };
  };

  /**
   * The resource once the rollout is done, for what depends on its pods. A preview waits for nothing.
   *
   * @param resource The object, or the chart that it is of.
   * @param made Resolves once it is there.
   * @throws RunError (the output is rejected, which ends the program) if the rollout is given up.
   */
  of<R extends pulumi.Resource>(resource: R, made: pulumi.Output<unknown>): pulumi.Input<R> {
    if (pulumi.runtime.isDryRun()) return resource;
    return made.apply<R>(() => this.wait(this.rollout, this.changed).then(() => resource));
  }
}
