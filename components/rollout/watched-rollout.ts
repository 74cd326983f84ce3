import * as pulumi from '@pulumi/pulumi';
import type { Rollout } from './rollout';
import { rolloutClients, rolloutObstacles } from './rollout-obstacles';
import { rolloutPatience } from './rollout-patience';

/** How long something has to be in the way of a rollout before `up` tells of it while it goes on waiting. */
const TOLD_AFTER_MS = 30_000;

/** How often the cluster is asked during a rollout. */
const INTERVAL_MS = 5_000;

/**
 * A transform for a Deployment: while `up` waits for it, a warning tells after half a minute what is in its way; the provider would only quote Kubernetes,
 * after ten minutes. Where no node has room for its pods, `up` gives up after two.
 */
export function watchedRollout(rollout: Rollout): pulumi.ResourceTransform {
  const watch = new RolloutWatch(rollout);
  const begin = new pulumi.ResourceHook(`${rollout.name}-rollout-begins`, () => watch.begin());
  const end = new pulumi.ResourceHook(`${rollout.name}-rollout-ends`, () => watch.end());
  const failed = new pulumi.ErrorHook(`${rollout.name}-rollout-failed`, async () => {
    watch.end();
    await explain(rollout);
    return false;
  });
  return async ({ opts, props, type }) => {
    if (type !== 'kubernetes:apps/v1:Deployment') return undefined;
    const patience = pulumi.runtime.isDryRun() ? undefined : await rolloutPatience(rollout, props);
    const hooks: pulumi.ResourceHookBinding = {
      ...opts.hooks,
      beforeCreate: [...(opts.hooks?.beforeCreate ?? []), begin],
      beforeUpdate: [...(opts.hooks?.beforeUpdate ?? []), begin],
      afterCreate: [...(opts.hooks?.afterCreate ?? []), end],
      afterUpdate: [...(opts.hooks?.afterUpdate ?? []), end],
      onError: [...(opts.hooks?.onError ?? []), failed],
    };
    const timeouts = patience === undefined ? {} : { customTimeouts: { create: patience, update: patience } };
    return { props, opts: { ...opts, hooks, ...timeouts } };
  };
}

/** Looks at a rollout while it goes on, and tells what is in its way. It never keeps the program from ending. */
class RolloutWatch {
  private timer: NodeJS.Timeout | undefined;
  private since: number | undefined;
  private told = false;

  constructor(private readonly rollout: Rollout) {}

  begin(): void {
    this.end();
    this.since = undefined;
    this.told = false;
    this.timer = setInterval(() => void this.look(), INTERVAL_MS).unref();
  }

  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    // What cannot be asked now is asked again, and the provider has the last word.
    const message = await rolloutClients(this.rollout)
      .then((clients) => rolloutObstacles(this.rollout, clients))
      .catch(() => undefined);
    if (message === undefined) {
      this.since = undefined;
      return;
    }
    this.since ??= performance.now();
    const lasts = performance.now() - this.since >= TOLD_AFTER_MS;
    if (!lasts || this.told || this.timer === undefined) return;
    this.told = true;
    await pulumi.log.warn(`${message} \`up\` still waits.`);
  }
}

async function explain(rollout: Rollout): Promise<void> {
  try {
    const message = await rolloutObstacles(rollout, await rolloutClients(rollout));
    if (message !== undefined) await pulumi.log.error(message);
  } catch (error) {
    // The provider's own message stands in any case.
    await pulumi.log.warn(`The pods of the ${rollout.title} could not be looked at: ${String(error)}`);
  }
}
