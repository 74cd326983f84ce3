import { z } from 'zod';
import { values } from './chart-values';
import { dnsLabel } from './dns-label';
import { httpsServer } from './ingress-https';
import { ingressPort, passthrough } from './ingress-port';
import { ingressRoute } from './ingress-route';
import { loadBalancer } from './load-balancer';
import { placement } from './placement';
import { portNumber } from './port-number';
import { scaling } from './scaling';
import { uniqueList } from './unique-list';

/** A gateway of a mesh for requests from outside: HTTP on port 80 and HTTPS on port 443, routed by host and path. */
export const ingressGateway = z
  .strictObject({
    cluster: dnsLabel.optional().describe('The cluster that it stands in. Exactly one of `cluster` and `clusters`.'),
    clusters: uniqueList(dnsLabel)
      .min(1)
      .optional()
      .describe(
        'The clusters that it stands in, all of one mesh: in each of them with the same servers, certificates and routes. Exactly one of `cluster` and ' +
          '`clusters`. Where `cluster` becomes `clusters`, the cluster that it had comes first, so that the gateway there stays.',
      ),
    service: z
      .enum(['loadBalancer', 'nodePort', 'clusterIP'])
      .default('loadBalancer')
      .describe(
        "The way to the gateway: a load balancer, ports of the nodes, or an address inside the cluster, for somebody else's load balancer that leads there.",
      ),
    loadBalancer: loadBalancer('ingressGateway')
      .prefault({})
      .describe('The load balancer in front of it. With another `service`, `annotations` alone apply.'),
    nodePorts: z
      .record(dnsLabel, portNumber)
      .default({})
      .describe(
        'Ports of the nodes, with `service: nodePort`: `http`, `https`, `tls-8443` for TLS on port 8443, and the names of `ports` without `hosts`. ' +
          'Default: Kubernetes chooses them.',
      ),
    externalTrafficPolicy: z
      .enum(['Cluster', 'Local'])
      .optional()
      .describe(
        'Whether every node passes requests on (`Cluster`), or those with a pod of the gateway alone, which then sees the addresses of clients (`Local`). ' +
          "Default: Kubernetes', `Cluster`.",
      ),
    proxyProtocol: z
      .boolean()
      .default(false)
      .describe(
        'Whether the load balancer tells the addresses of clients by the PROXY protocol. The gateway then refuses connections without it.',
      ),
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
    https: z
      .record(dnsLabel, httpsServer)
      .default({})
      .describe(
        'The servers of it that end TLS and speak HTTP in it, on port 443 or another one, by name. Default: none.',
      ),
    kubernetesIngress: z
      .boolean()
      .default(false)
      .describe(
        'Whether it also serves Kubernetes `Ingress` objects of class `istio`, those in the cluster of its istiod. One gateway of each istiod can.',
      ),
    passthrough: z
      .record(dnsLabel, passthrough)
      .default({})
      .describe('Services that end TLS themselves, on port 443, by name of the way to them.'),
    ports: z
      .record(dnsLabel, ingressPort)
      .default({})
      .describe('Further ports of it, by name: bytes are passed on as they come, or the gateway ends TLS before.'),
    routes: z.record(dnsLabel, ingressRoute).default({}).describe('The routes of requests through it, by name.'),
  })
  .refine(({ cluster, clusters }) => (cluster === undefined) !== (clusters === undefined), {
    error: 'exactly one of cluster and clusters',
  });
