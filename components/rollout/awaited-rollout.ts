import * as pulumi from '@pulumi/pulumi';
import type * as k8s from '../kubernetes';
import type { Rollout, RolloutWait } from './rollout';

/** The rollout of a chart's Deployment, which the program awaits in the place of the provider (docs/adr/0026). */
export class AwaitedRollout {
  private changed = false;
  private readonly changes: pulumi.ResourceHook;

  /** @param name Name of the component that the chart belongs to. */
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
   * A transform for the chart's Deployment: for the provider it is ready as soon as it is there. The provider still waits for its end when it is
   * deleted, which `pulumi.com/skipAwait` would take away.
   */
  readonly transform: pulumi.ResourceTransform = ({ opts, props, type }) => {
    if (type !== 'kubernetes:apps/v1:Deployment') return undefined;
    const { metadata, ...rest } = props as { readonly metadata: { readonly annotations?: object } };
    const annotations = { 'pulumi.com/waitFor': 'jsonpath={.metadata.uid}', ...metadata.annotations };
    const hooks: pulumi.ResourceHookBinding = { afterCreate: [this.changes], afterUpdate: [this.changes] };
    return { props: { ...rest, metadata: { ...metadata, annotations } }, opts: pulumi.mergeOptions(opts, { hooks }) };
  };

  /**
   * The chart once the rollout is done, for what depends on its pods. A preview waits for nothing.
   *
   * @throws RunError (the output is rejected, which ends the program) if the rollout is given up.
   */
  of(chart: k8s.Chart): pulumi.Input<k8s.Chart> {
    if (pulumi.runtime.isDryRun()) return chart;
    return chart.resources.apply(() => this.wait(this.rollout, this.changed).then(() => chart));
  }
}
