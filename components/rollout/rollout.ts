import type * as pulumi from '@pulumi/pulumi';

/** A Deployment of the control plane namespace that `up` waits for, and how its cluster is asked. */
export interface Rollout {
  /** Name of its component. */
  readonly name: string;
  /** For people, such as `ingress gateway public in cluster east`. */
  readonly title: string;
  /** Name of the Deployment. */
  readonly deployment: string;
  /** Pod labels that select its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** The node pool that it names, if any. */
  readonly pool?: string | undefined;
  /** Secret. */
  readonly kubeconfig: pulumi.Input<string>;
}
