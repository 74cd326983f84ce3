import type * as pulumi from '@pulumi/pulumi';

/** How long a pod of istiod has to be ready before it counts as available, in seconds. */
const MIN_READY_SECONDS = 1;

/** How often a pod of istiod is asked whether it is ready, in seconds. The chart says 3, and resources that depend on istiod wait for the probe. */
const PROBE_SECONDS = 1;

/** How long a pod of istiod still serves when it is to end, in seconds. */
const LAST_SECONDS = 3;

/** A Deployment, as far as the transform reads it. */
interface DeploymentProps {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly readinessProbe?: object }[] } };
  };
}

/**
 * A transform for the Deployment of an istiod: it is found ready within a second, and it ends gracefully (docs/adr/0001).
 *
 * A pod is available a second after it is ready, because every kube-proxy takes a ready pod up in its own time (at most once a second by default): by
 * then injection mostly works at the first try, and a rollout keeps the old pod until the new one is reached. Resources that cannot be tried
 * before that wait for components/control-plane/istiod-reached.ts instead.
 *
 * A rollout counts as done once the old pod is told to end, and API servers keep their connections to it. An istiod that ended at once would
 * reset the next call of its webhook, and the provider does not try again. Every Kubernetes that Istio 1.28 or later supports knows `sleep`
 * (Kubernetes 1.30, PodLifecycleSleepAction).
 */
export const istiodDeployment: pulumi.ResourceTransform = ({ opts, props, type }) => {
  if (type !== 'kubernetes:apps/v1:Deployment') return undefined;
  const { spec } = props as DeploymentProps;
  const { template } = spec;
  const containers = template.spec.containers.map((container) =>
    container.readinessProbe === undefined
      ? container
      : {
          ...container,
          lifecycle: { preStop: { sleep: { seconds: LAST_SECONDS } } },
          readinessProbe: { ...container.readinessProbe, periodSeconds: PROBE_SECONDS },
        },
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
