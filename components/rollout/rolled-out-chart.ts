import * as pulumi from '@pulumi/pulumi';
import type * as k8s from '../kubernetes';
import type { Rollout, RolloutWait } from './rollout';

/**
 * A chart once the rollout of its Deployment is done, for what depends on its pods. A preview waits for nothing.
 *
 * @throws RunError (the output is rejected, which ends the program) if the rollout is given up.
 */
export function rolledOutChart(chart: k8s.Chart, rollout: Rollout, wait: RolloutWait): pulumi.Input<k8s.Chart> {
  if (pulumi.runtime.isDryRun()) return chart;
  return chart.resources.apply(() => wait(rollout).then(() => chart));
}
