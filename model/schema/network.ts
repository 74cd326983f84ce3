import { z } from 'zod';
import { cidr } from './cidr';
import { dnsLabel } from './dns-label';
import { hostName } from './dns-name';
import { loadBalancer } from './load-balancer';
import { placement } from './placement';
import { portNumber } from './port-number';
import { scaling } from './scaling';
import { staticAddress } from './static-address';
import { uniqueList } from './unique-list';

/** Ports of a gateway, one for each kind of thing behind them. */
const ports = (tls: number, istiod: number, webhook: number) =>
  z.strictObject({
    tls: portNumber.default(tls).describe('Services of the mesh.'),
    istiod: portNumber.default(istiod).describe('istiod, for remotes.'),
    webhook: portNumber.default(webhook).describe("istiod's webhooks, for remotes."),
  });

/** The address and ports of a network's gateways, if the status of their Service does not have them: behind NAT or a port mapping. */
const fixed = z.strictObject({
  address: staticAddress.describe(
    'What other networks dial: an IP address or host name, or a list of them. istiod resolves host names, and spreads connections over all addresses. Remotes and ' +
      'machines reach istiod by IP addresses alone.',
  ),
  ports: ports(15443, 15012, 15017).prefault({}).describe('The ports that other networks dial.'),
});

/** The east-west gateways of a network. */
const gateway = z.strictObject({
  service: z
    .enum(['loadBalancer', 'nodePort'])
    .default('loadBalancer')
    .describe('The way to the gateways: a load balancer, or ports of the nodes where there are no load balancers.'),
  address: z
    .enum(['ip', 'hostname'])
    .default('ip')
    .describe(
      'The kind of address that the load balancers get: IP addresses or a host name. Where some of a network get the one and some the other, it is ' +
        '`hostname`, which takes both. With `hostname`, a primary that serves remotes needs the key `hostname` as well.',
    ),
  hostname: hostName
    .optional()
    .describe(
      "A DNS name of yours that leads to the load balancer, for one that gets a host name only: remotes' API servers call istiod by it.",
    ),
  port: portNumber
    .default(15443)
    .describe('The port of the Service for services of the mesh. Other clusters read it from a label of the Service.'),
  nodePorts: z
    .strictObject({
      tls: portNumber.describe('Services of the mesh.'),
      istiod: portNumber.describe('istiod, for remotes.'),
      webhook: portNumber.describe("istiod's webhooks, for remotes."),
    })
    .optional()
    .describe('Ports of the nodes. Default: Kubernetes chooses them, which is enough unless remotes dial them.'),
  static: fixed
    .optional()
    .describe(
      'The address at which other networks find the gateways (MeshNetworks), if the status of their Service does not have it.',
    ),
  loadBalancer: loadBalancer('eastWestGateway')
    .prefault({})
    .describe('The load balancer in front of them. With `service: nodePort`, `annotations` alone apply.'),
  placement: placement.optional().describe('Where their pods run. Default: on any node.'),
  scaling: scaling
    .optional()
    .describe("How many pods each of them has. Default: as the chart's values say, an autoscaler from one to five."),
});

/** A network: clusters in it reach each other's pods directly; others only through its east-west gateways. */
export const network = z.strictObject({
  gateway: gateway.prefault({}).describe('The east-west gateways of the network.'),
  ranges: uniqueList(cidr)
    .default([])
    .describe(
      'Address ranges of endpoints of clusters outside this stack. istiod uses them last: if neither a label of the pod, nor one of the `istio-system` of ' +
        'its cluster, nor `registries` names the network. Clusters of this stack have that label, so an endpoint that is declared in them (WorkloadEntry, ' +
        "ServiceEntry) and lies elsewhere needs its own `network`. The mesh's gateways also treat clients in these ranges as internal ones, and leave " +
        "Envoy's own headers in their requests. Ranges of two networks must not overlap.",
    ),
  registries: uniqueList(dnsLabel)
    .default([])
    .describe(
      'IDs of further clusters, outside this stack, whose endpoints are in this network. A label of their `istio-system` that names another network ' +
        'wins. No ID may stand in two networks.',
    ),
});
