import type * as pulumi from '@pulumi/pulumi';

/** A Deployment or DaemonSet that `up` waits for, and how its cluster is asked. */
export interface Rollout {
  /** For people, such as `ingress gateway public in cluster east`. */
  readonly title: string;
  readonly kind: 'Deployment' | 'DaemonSet';
  readonly name: string;
  readonly namespace: string;
  /** Pod labels that select its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** The node pool that it names, if any. */
  readonly pool?: string | undefined;
  /** Secret. */
  readonly kubeconfig: pulumi.Input<string>;
}

/**
 * Waits until a rollout is done. One that this run did not begin may have lost pods since: it has to have been done once, and to have enough pods now.
 *
 * @param changed whether this run made or changed the object.
 * @throws RunError if it will not be done by itself, or is not within ten minutes.
 */
export type RolloutWait = (rollout: Rollout, changed: boolean) => Promise<void>;
