import { z } from 'zod';
import { cidr } from './cidr';
import { isKey } from './labels';
import { uniqueList } from './unique-list';

/** Whether a load balancer is internal unless config says otherwise, and why, by the thing that it leads to. */
const UNLESS_SAID = {
  eastWestGateway: {
    internal: true,
    because:
      'The default is true: port 15012 hands out workload certificates and 15017 changes pods, so neither belongs on the internet.',
  },
  ingressGateway: { internal: false, because: 'The default is false: requests come from outside.' },
  service: {
    internal: true,
    because: 'The default is true: clusters that consume a service are seldom on the internet.',
  },
} as const;

/** The kinds of thing that a load balancer leads to. */
export type LoadBalanced = keyof typeof UNLESS_SAID;

/** Whether a load balancer is internal. The spec has no default for it, so that rules can tell a written value from a default. */
export function isInternal({ internal }: LoadBalancerSpec, before: LoadBalanced): boolean {
  return internal ?? UNLESS_SAID[before].internal;
}

/** The settings of a load balancer, by the kind of thing that it leads to. */
export function loadBalancer(before: LoadBalanced) {
  return z.strictObject({
    internal: z
      .boolean()
      .optional()
      .describe(
        'Ask for an internal load balancer (true) or a public one (false), by annotations of the Service. The clouds that read them are in ' +
          `docs/reference/clouds.md; others need \`annotations\` of their own. A change makes another Service, with another address. ${UNLESS_SAID[before].because}`,
      ),
    sourceRanges: uniqueList(cidr)
      .default([])
      .describe('Address ranges that may connect. Default: every address that reaches the load balancer.'),
    class: z
      .string()
      .refine(isKey, { error: 'a name such as internal or example.org/internal' })
      .optional()
      .describe("Load balancer class. Default: the cluster's own."),
    annotations: z
      .record(z.string().refine(isKey, { error: 'an annotation key, such as example.org/internal' }), z.string())
      .default({})
      .describe('Annotations for the Service of the load balancer; they win over those of `internal`.'),
  });
}

/** A load balancer as the user asked for it. */
export type LoadBalancerSpec = z.infer<ReturnType<typeof loadBalancer>>;
