import type { LoadBalancerSpec } from '../schema/load-balancer';

/** Annotations by which clouds make a load balancer internal; each cloud ignores those of the others. */
const INTERNAL: Readonly<Record<string, string>> = {
  'networking.gke.io/load-balancer-type': 'Internal',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
};

/** What a Service says about its load balancer; a chart's `service` values and the Service itself use the same words. */
export interface LoadBalancerPlan {
  readonly annotations: Readonly<Record<string, string>>;
  readonly loadBalancerSourceRanges: string[];
  readonly loadBalancerClass?: string;
}

/** How a load balancer is asked for. Annotations of the user win over those that make it internal. */
export function planLoadBalancer(spec: LoadBalancerSpec): LoadBalancerPlan {
  return {
    annotations: { ...(spec.internal ? INTERNAL : {}), ...spec.annotations },
    loadBalancerSourceRanges: spec.sourceRanges,
    ...(spec.class === undefined ? {} : { loadBalancerClass: spec.class }),
  };
}
