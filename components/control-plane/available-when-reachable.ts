import type * as pulumi from '@pulumi/pulumi';

/** How long a pod of istiod has to be ready before it counts as available, in seconds. */
const MIN_READY_SECONDS = 5;

/**
 * A transform for the Deployment of an istiod. API servers call its webhooks by a Service, and every kube-proxy leads that Service to a pod in its
 * own time once the pod is ready (at most once a second by default), without telling anybody. What is validated in between is refused, and the
 * provider does not try again (pulumi/pulumi-kubernetes#3429). So what depends on istiod waits a little longer than until it is ready; and a
 * rollout keeps the old pod until the new one can be reached.
 */
export const availableWhenReachable: pulumi.ResourceTransform = ({ opts, props, type }) => {
  if (type !== 'kubernetes:apps/v1:Deployment') return undefined;
  const { spec } = props as { readonly spec: object };
  return { props: { ...props, spec: { ...spec, minReadySeconds: MIN_READY_SECONDS } }, opts };
};
