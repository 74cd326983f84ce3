import { z } from 'zod';
import { dnsLabel } from './dns-label';
import { labels } from './labels';
import { loadBalancer, type LoadBalancerSpec } from './load-balancer';
import { PORT_NAME, portName } from './port-name';
import { uniqueList } from './unique-list';

const port = z.strictObject({
  port: z.int().min(1).max(65535).describe('Port of the Service.'),
  targetPort: z
    .union([z.int().min(1).max(65535), portName], {
      error: `a port number, or the name of a container port (${PORT_NAME})`,
    })
    .optional()
    .describe('Port of its pods, by number or name. Default: the same as `port`.'),
  appProtocol: z
    .enum(['http', 'http2', 'https', 'grpc', 'tcp', 'tls'])
    .default('http')
    .describe('What is spoken on it.'),
});

const ingress = z.strictObject({
  class: dnsLabel.describe('Ingress class of a controller that is there already.'),
  annotations: z.record(z.string(), z.string()).default({}).describe('Annotations for the Ingress.'),
});

/** Written as a mapping with one of two keys, not as a union, whose errors and keys could not be told one by one. */
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
  by: exposure.describe('What stands before the service: exactly one of the two.'),
  acceptPlaintext: z
    .boolean()
    .default(false)
    .describe(
      'Has pods with a sidecar take plaintext on the ports of the service. Needed where its mesh is strict and its pods are in it: what comes from ' +
        'outside the mesh has no identity of it. The policy is made where the istiod is: for a service of a remote, its namespace has to be there in ' +
        'the primary, too.',
    ),
  from: uniqueList(dnsLabel)
    .min(1)
    .describe('The clusters that consume it. Each gets a Service of the same name in the same namespace.'),
});

/** A service that others than its own cluster use: declared once, here. Its pods are yours. */
export const service = z.strictObject({
  namespace: dnsLabel.describe(
    'Its namespace, which has to be there in every cluster where the service is or appears.',
  ),
  service: dnsLabel.optional().describe('Name of its Service. Default: the key.'),
  clusters: uniqueList(dnsLabel).min(1).describe('The clusters that run its pods.'),
  ports: z
    .record(dnsLabel, port)
    .refine((ports) => Object.keys(ports).length > 0, { error: 'at least one port' })
    .describe('Its ports, by name.'),
  selector: labels.optional().describe('Labels of its pods. Needed for `reach`.'),
  serviceAccounts: uniqueList(dnsLabel)
    .default([])
    .describe('The service accounts that its pods run as. Needed for exports: other meshes accept no other identity.'),
  reach: reach.optional().describe('How clusters outside its mesh reach it, with or without a mesh of their own.'),
});
