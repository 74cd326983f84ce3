import type { Obstacles } from './rollout-obstacles';

/** How long something has to be in the way of a rollout before `up` tells of it while it goes on waiting. */
const TOLD_AFTER_MS = 30_000;

/** How long something that does not go away by itself may be in the way. An autoscaler of nodes is slower than any `up` should wait. */
const STUCK_AFTER_MS = 120_000;

/** How long a rollout may take otherwise, as the Kubernetes provider has it: images take their time. */
const PATIENCE_MS = 600_000;

/** What `up` does now about a rollout that is not done. */
export type Verdict =
  | { readonly does: 'wait' }
  | { readonly does: 'tell'; readonly message: string }
  | { readonly does: 'giveUp'; readonly message: string };

/** Says how long `up` waits for a rollout. Times are milliseconds since it began. */
export class RolloutPatience {
  private since: number | undefined;
  private stuckSince: number | undefined;
  private told = false;

  /** @param title The rollout, for people. */
  constructor(private readonly title: string) {}

  /**
   * The verdict at a time.
   *
   * @param found What is in the way; undefined if nothing is, or the cluster could not be asked.
   */
  at(now: number, found: Obstacles | undefined): Verdict {
    this.since = found === undefined ? undefined : (this.since ?? now);
    this.stuckSince = found?.stays === true ? (this.stuckSince ?? now) : undefined;
    if (found !== undefined && this.stuckSince !== undefined && now - this.stuckSince >= STUCK_AFTER_MS)
      return { does: 'giveUp', message: `${found.message} That has not changed for two minutes.` };
    if (now >= PATIENCE_MS)
      return {
        does: 'giveUp',
        message: `${found?.message ?? `The ${this.title} is not up, though nothing is known to be in its way.`} It had ten minutes.`,
      };
    if (found === undefined || this.since === undefined || this.told || now - this.since < TOLD_AFTER_MS)
      return { does: 'wait' };
    this.told = true;
    return { does: 'tell', message: `${found.message} \`up\` still waits.` };
  }
}
