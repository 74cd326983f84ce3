import { isInternal, type LoadBalanced, type LoadBalancerSpec } from '../schema/load-balancer';

/**
 * Annotations by which clouds make a load balancer internal; each cloud ignores those of the others. They are those of the Kubernetes
 * documentation (Service, "Internal load balancer"), but for Tencent Cloud, which wants the ID of a subnet. AWS has two: `scheme` is read by
 * the AWS Load Balancer Controller, `internal` by the cloud controller that serves a cluster without it.
 */
const INTERNAL: Readonly<Record<string, string>> = {
  'networking.gke.io/load-balancer-type': 'Internal',
  'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type': 'intranet',
  'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/cce-load-balancer-internal-vpc': 'true',
  'service.beta.kubernetes.io/oci-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/openstack-internal-load-balancer': 'true',
  'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type': 'private',
};

/** The settings of a Service about its load balancer; a chart's `service` values and the Service itself use the same words. */
export interface LoadBalancerPlan {
  readonly annotations: Readonly<Record<string, string>>;
  readonly loadBalancerSourceRanges: string[];
  readonly loadBalancerClass?: string;
}

/** The settings of a Service that ask for a load balancer. Annotations of the user win over those that make it internal. */
export function planLoadBalancer(spec: LoadBalancerSpec, before: LoadBalanced): LoadBalancerPlan {
  return {
    annotations: { ...(isInternal(spec, before) ? INTERNAL : {}), ...spec.annotations },
    loadBalancerSourceRanges: spec.sourceRanges,
    ...(spec.class === undefined ? {} : { loadBalancerClass: spec.class }),
  };
}
