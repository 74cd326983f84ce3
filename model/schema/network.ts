import { z } from 'zod';
import { cidr } from './cidr';
import { dnsLabel } from './dns-label';
import { hostName } from './dns-name';
import { ipAddress } from './ip-address';
import { loadBalancer } from './load-balancer';
import { uniqueList } from './unique-list';

const port = z.int().min(1).max(65535);

/** Ports by what is behind them. */
const ports = (tls: number, istiod: number, webhook: number) =>
  z.strictObject({
    tls: port.default(tls).describe('Services of the mesh.'),
    istiod: port.default(istiod).describe('istiod, for remotes.'),
    webhook: port.default(webhook).describe("istiod's webhooks, for remotes."),
  });

/** How others reach the gateways of a network when that cannot be read from their Service: behind NAT or a port mapping. */
const staticAddress = z.strictObject({
  address: ipAddress.describe('The address that other networks dial.'),
  ports: ports(15443, 15012, 15017).prefault({}).describe('The ports that other networks dial.'),
});

/** The east-west gateways of a network. */
const gateway = z.strictObject({
  service: z
    .enum(['loadBalancer', 'nodePort'])
    .default('loadBalancer')
    .describe('How the gateways are reached: by a load balancer, or by ports of the nodes where there are none.'),
  address: z
    .enum(['ip', 'hostname'])
    .default('ip')
    .describe(
      'What the load balancer yields. For remotes of a primary behind a `hostname`, the name must be given in `hostname`.',
    ),
  hostname: hostName
    .optional()
    .describe(
      "A DNS name of yours that leads to the load balancer, where that yields a host name only: remotes' API servers call istiod by it.",
    ),
  port: port
    .default(15443)
    .describe('The port of the Service behind which services of the mesh are. Others find it by the Service’s label.'),
  nodePorts: z
    .strictObject({
      tls: port.describe('Services of the mesh.'),
      istiod: port.describe('istiod, for remotes.'),
      webhook: port.describe("istiod's webhooks, for remotes."),
    })
    .optional()
    .describe('Ports of the nodes. Default: whatever Kubernetes gives, which is enough unless remotes dial them.'),
  static: staticAddress
    .optional()
    .describe(
      'The address under which other networks find the gateways (MeshNetworks), when their Service does not tell it.',
    ),
  loadBalancer: loadBalancer('eastWestGateway')
    .prefault({})
    .describe('How the load balancer before them is asked for. With `service: nodePort`, `annotations` alone apply.'),
});

/** A network: clusters in it reach each other's pods directly; others only through its east-west gateways. */
export const network = z.strictObject({
  gateway: gateway.prefault({}).describe('The east-west gateways of the network.'),
  ranges: uniqueList(cidr)
    .default([])
    .describe(
      'Address ranges of endpoints of clusters outside this stack. istiod asks for them last: if no label of the pod, none of the `istio-system` of ' +
        'its cluster, and no `registries` say the network. Clusters of this stack have that label, so endpoints declared in them (WorkloadEntry, ' +
        "ServiceEntry) need `network` of their own if they are elsewhere. The mesh's gateways also take clients in these ranges for internal ones, " +
        "and leave Envoy's own headers in their requests. Ranges of two networks must not overlap.",
    ),
  registries: uniqueList(dnsLabel)
    .default([])
    .describe(
      'IDs of further clusters, outside this stack, whose endpoints are in this network, unless a label of their `istio-system` says another. Each is ' +
        'in one network only.',
    ),
});
