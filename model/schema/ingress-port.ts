import { z } from 'zod';
import { dnsLabel } from './dns-label';
import { gatewayHost } from './gateway-host';
import { tlsOfPort } from './ingress-https';
import { portNumber } from './port-number';
import { uniqueList } from './unique-list';

/** What leads from host names that clients ask for in TLS to a service that ends TLS. */
export const passthrough = z.strictObject({
  hosts: uniqueList(gatewayHost)
    .min(1)
    .describe('The host names that clients ask for in TLS (SNI). The gateway sees no more of their requests.'),
  service: dnsLabel.describe('The service that ends TLS, by its key in `meshwork:services`.'),
  port: dnsLabel.optional().describe('The port of the service, by name. Default: its only one.'),
});

/** A port that leads to a service: with all that comes in, or with the TLS for some hosts, which the gateway ends or passes on. */
export const ingressPort = z.strictObject({
  port: portNumber.describe('The port. Several with `hosts` can share one.'),
  hosts: uniqueList(gatewayHost)
    .min(1)
    .optional()
    .describe('The host names that clients ask for in TLS (SNI). Default: all that comes in, in TLS or not.'),
  ...tlsOfPort,
  service: dnsLabel.describe('The service behind it, by its key in `meshwork:services`.'),
  servicePort: dnsLabel.optional().describe('The port of the service, by name. Default: its only one.'),
});
