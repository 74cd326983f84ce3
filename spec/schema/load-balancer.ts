import { z } from 'zod';
import { cidr } from './cidr';
import { uniqueList } from './unique-list';

/**
 * How a load balancer is asked for, before a gateway or a service.
 *
 * @param internal Whether it is internal unless config says otherwise, and why.
 */
export function loadBalancer(internal: { readonly default: boolean; readonly because: string }) {
  return z.strictObject({
    internal: z
      .boolean()
      .default(internal.default)
      .describe(
        'Ask the cloud for an internal load balancer, by the annotations of Alibaba Cloud, AWS, Azure, Baidu, Google Cloud, IBM Cloud, OpenStack ' +
          `and Oracle Cloud; others need \`annotations\` of their own. ${internal.because}`,
      ),
    sourceRanges: uniqueList(cidr)
      .default([])
      .describe('Address ranges that may connect. Default: every address that reaches the load balancer.'),
    class: z.string().min(1).optional().describe("Load balancer class. Default: the cluster's own."),
    annotations: z
      .record(z.string(), z.string())
      .default({})
      .describe('Annotations for the Service that asks for it; they win over `internal`.'),
  });
}

/** A load balancer as the user asked for it. */
export type LoadBalancerSpec = z.infer<ReturnType<typeof loadBalancer>>;
