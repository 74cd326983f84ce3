import type * as pulumi from '@pulumi/pulumi';

/**
 * A transform that has the CRDs of the base chart go with the stack. The chart asks that they outlive it, which the provider turns into
 * `retainOnDelete`; this takes it back.
 */
export const removeWithStack: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type.endsWith(':CustomResourceDefinition') ? { props, opts: { ...opts, retainOnDelete: false } } : undefined;
