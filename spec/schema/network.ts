import { z } from 'zod';

const cidr = z.union([z.cidrv4(), z.cidrv6()], { error: 'an address range such as 10.0.0.0/8' });

/** How the load balancer in front of an east-west gateway is asked for. Ports 15012, 15017 and 15443 are behind it. */
const loadBalancer = z.strictObject({
  internal: z
    .boolean()
    .default(true)
    .describe(
      'Ask the cloud for an internal load balancer (annotations for AWS, Azure and Google Cloud; others ignore them). The default ' +
        'is true: port 15012 hands out workload certificates and 15017 changes pods, so neither belongs on the internet.',
    ),
  sourceRanges: z
    .array(cidr)
    .default([])
    .describe('Address ranges that may connect. Default: every address that reaches the load balancer.'),
  class: z.string().min(1).optional().describe("Load balancer class. Default: the cluster's own."),
  annotations: z
    .record(z.string(), z.string())
    .default({})
    .describe('Annotations for the gateway Service; they win over `internal`.'),
});

/** A network: clusters in it reach each other's pods directly; others only through its east-west gateways. */
export const network = z.strictObject({
  gateway: z
    .strictObject({
      address: z
        .enum(['ip', 'hostname'])
        .default('ip')
        .describe('What the load balancer of the gateway yields. A remote needs `ip` from the network of its primary.'),
      loadBalancer: loadBalancer.prefault({}).describe('How the load balancer before them is asked for.'),
    })
    .prefault({})
    .describe('The east-west gateways of the network.'),
});
