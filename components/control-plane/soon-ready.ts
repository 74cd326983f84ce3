import type * as pulumi from '@pulumi/pulumi';

/** How long a pod of istiod has to be ready before it counts as available, in seconds. */
const MIN_READY_SECONDS = 1;

/** How often a pod of istiod is asked whether it is ready, in seconds. The chart says 3, and what waits for istiod waits for the probe. */
const PROBE_SECONDS = 1;

/** A Deployment, as far as the transform reads it. */
interface DeploymentProps {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly readinessProbe?: object }[] } };
  };
}

/**
 * A transform for the Deployment of an istiod: it is found ready within a second. A pod is available a second later, because every kube-proxy takes a
 * ready pod up in its own time (at most once a second by default): by then injection mostly works at the first try, and a
 * rollout keeps the old pod until the new one is reached. What must not be tried before that waits for components/control-plane/istiod-reached.ts instead.
 */
export const soonReady: pulumi.ResourceTransform = ({ opts, props, type }) => {
  if (type !== 'kubernetes:apps/v1:Deployment') return undefined;
  const { spec } = props as DeploymentProps;
  const { template } = spec;
  const containers = template.spec.containers.map((container) =>
    container.readinessProbe === undefined
      ? container
      : { ...container, readinessProbe: { ...container.readinessProbe, periodSeconds: PROBE_SECONDS } },
  );
  return {
    props: {
      ...props,
      spec: {
        ...spec,
        minReadySeconds: MIN_READY_SECONDS,
        template: { ...template, spec: { ...template.spec, containers } },
      },
    },
    opts,
  };
};
