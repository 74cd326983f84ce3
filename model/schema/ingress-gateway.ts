import { z } from 'zod';
import { values } from './chart-values';
import { dnsLabel } from './dns-label';
import { hostName } from './dns-name';
import { loadBalancer } from './load-balancer';
import { placement } from './placement';
import { scaling } from './scaling';
import { uniqueList } from './unique-list';

const route = z.strictObject({
  hosts: uniqueList(hostName).min(1).describe('The host names of the requests that take this route.'),
  service: dnsLabel.describe('The service that answers them, by its key in `meshwork:services`.'),
  port: dnsLabel.optional().describe('The port of the service, by name. Default: its only one.'),
});

/** A gateway of a mesh for requests from outside: HTTP on port 80, routed by host. */
export const ingressGateway = z.strictObject({
  cluster: dnsLabel.describe('The cluster that it stands in.'),
  loadBalancer: loadBalancer('ingressGateway').prefault({}).describe('The load balancer in front of it.'),
  pool: dnsLabel
    .optional()
    .describe('The nodes that its pods run on, by a key of `meshwork:nodePools`. Default: any, as `placement` says.'),
  placement: placement.optional().describe('Where its pods run. Default: on any node.'),
  scaling: scaling
    .optional()
    .describe("How many pods it has. Default: as the chart's values say, an autoscaler from one to five."),
  values: values
    .default({})
    .describe("Values of Istio's `gateway` chart for this gateway, laid over `meshwork:istio.values.gateway`."),
  routes: z.record(dnsLabel, route).default({}).describe('The routes of requests through it, by name.'),
});
