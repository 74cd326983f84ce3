import { type Behind, loadBalancerAnnotations } from '../load-balancers/annotations';
import type { Annotations } from '../load-balancers/cloud';
import type { LoadBalancerSpec } from '../schema/load-balancer';

/** The settings of a Service about its load balancer; a chart's `service` values and the Service itself use the same words. */
export interface LoadBalancerPlan {
  readonly annotations: Annotations;
  readonly loadBalancerSourceRanges: string[];
  readonly loadBalancerClass?: string;
}

/** The settings of a Service that ask for a load balancer. */
export function planLoadBalancer(spec: LoadBalancerSpec, behind: Behind): LoadBalancerPlan {
  return {
    annotations: loadBalancerAnnotations(spec, behind),
    loadBalancerSourceRanges: spec.sourceRanges,
    ...(spec.class === undefined ? {} : { loadBalancerClass: spec.class }),
  };
}
