import { z } from 'zod';
import { dnsLabel } from './dns-label';
import { gatewayHost } from './gateway-host';
import { uniqueList } from './unique-list';

const PATH = /^\/([A-Za-z0-9._~!$&'()*+,;=:@%-]+\/?)*$/;

const share = z.strictObject({
  weight: z.int().min(1).max(99).describe('Its share of the requests, in percent.'),
  port: dnsLabel.optional().describe('The port of the service, by name. Default: its only one.'),
});

/** What leads from hosts and paths to a service. */
export const ingressRoute = z.strictObject({
  hosts: uniqueList(gatewayHost)
    .min(1)
    .describe(
      'The host names of the requests that take this route: `shop.example`, or `*.shop.example` for every name below it, or `*` for every name. ' +
        'Of several that match a request, the most exact one decides.',
    ),
  paths: uniqueList(z.string().regex(PATH, { error: 'a path such as /orders, without a query' }))
    .min(1)
    .optional()
    .describe(
      'The paths of the requests that take this route, and all that is below them: `/orders` stands for `/orders/7`, and not for `/ordersheet`. Of ' +
        'several that match a request for one host, the longest one decides. Default: every path.',
    ),
  service: dnsLabel.describe('The service that answers them, by its key in `meshwork:services`.'),
  port: dnsLabel.optional().describe('The port of the service, by name. Default: its only one.'),
  split: z
    .record(dnsLabel, share)
    .default({})
    .describe(
      'Other services that answer a share of the requests, by their keys in `meshwork:services`. `service` has the rest.',
    ),
});
