import { z } from 'zod';
import { appProtocol } from './app-protocol';
import { dnsLabel } from './dns-label';
import { labels } from './labels';
import { loadBalancer, type LoadBalancerSpec } from './load-balancer';
import { PORT_NAME, portName } from './port-name';
import { portNumber } from './port-number';
import { uniqueList } from './unique-list';

const port = z.strictObject({
  port: portNumber.describe('Port of the Service.'),
  targetPort: z
    .union([portNumber, portName], {
      error: `a port number, or the name of a container port (${PORT_NAME})`,
    })
    .optional()
    .describe('Port of its pods, by number or name. Default: the same as `port`.'),
  appProtocol: appProtocol.describe('The protocol of the port.'),
});

const ingress = z.strictObject({
  class: dnsLabel.describe('Ingress class of a controller that is there already.'),
  annotations: z.record(z.string(), z.string()).default({}).describe('Annotations for the Ingress.'),
});

/** A mapping with one of two keys, not a union: messages about a union could not name its errors and keys one by one. */
const exposure = z
  .strictObject({
    loadBalancer: loadBalancer('service').optional().describe('A load balancer of its own; `{}` takes every default.'),
    ingress: ingress.optional().describe('An Ingress: HTTP only.'),
  })
  .transform((by, context): Exposure => {
    if (by.ingress === undefined && by.loadBalancer !== undefined) return { loadBalancer: by.loadBalancer };
    if (by.ingress !== undefined && by.loadBalancer === undefined) return { ingress: by.ingress };
    context.addIssue({ code: 'custom', message: 'exactly one of loadBalancer and ingress' });
    return z.NEVER;
  });

type Exposure = { readonly loadBalancer: LoadBalancerSpec } | { readonly ingress: z.infer<typeof ingress> };

const reach = z.strictObject({
  by: exposure.describe('The way in: a load balancer or an Ingress, exactly one of the two.'),
  address: z
    .enum(['ip', 'hostname'])
    .optional()
    .describe(
      'The kind of address that the load balancer or the Ingress gets: IP addresses, or a host name, for which the consumers’ Service then stands. ' +
        'Default: `gateway.address` of the network of its clusters.',
    ),
  acceptPlaintext: z
    .boolean()
    .default(false)
    .describe(
      'Whether pods with a sidecar accept plaintext on the ports of the service. Needed if its mesh is strict and its pods are in the mesh: callers ' +
        "outside have no identity of the mesh. The policy lies in the istiod's cluster, so the service of a remote needs its namespace in the primary too.",
    ),
  from: uniqueList(dnsLabel)
    .min(1)
    .describe('The clusters that consume it. Each gets a Service of the same name in the same namespace.'),
});

/** A service that clusters other than its own use. It is declared once, here; the user deploys its pods. */
export const service = z.strictObject({
  namespace: dnsLabel.describe(
    'Its namespace. It must exist in every cluster that runs the service or gets a Service of its name.',
  ),
  service: dnsLabel.optional().describe('Name of its Service. Default: the key.'),
  clusters: uniqueList(dnsLabel).min(1).describe('The clusters that run its pods.'),
  ports: z
    .record(dnsLabel, port)
    .refine((ports) => Object.keys(ports).length > 0, { error: 'at least one port' })
    .describe('Its ports, by name.'),
  selector: labels.optional().describe('Labels of its pods. Needed for `reach`.'),
  headless: z
    .boolean()
    .default(false)
    .describe(
      'Whether its Service has no cluster IP (`clusterIP: None`), so that clients dial its pods one by one. Stubs are headless too. Sidecars reach pods in ' +
        'other networks only as pods behind the gateway of that network, any of them: a client cannot dial one of those by itself.',
    ),
  serviceAccounts: uniqueList(dnsLabel)
    .default([])
    .describe('The service accounts that its pods run as. Needed for exports: other meshes accept no other identity.'),
  reach: reach.optional().describe('How clusters outside its mesh reach it, with or without a mesh of their own.'),
});
