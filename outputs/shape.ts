import { z } from 'zod';
import type { MeshworkOutputs } from './contract';

const addresses = z.array(z.string());
const byName = <T extends z.ZodType>(entry: T) => z.record(z.string(), entry);

const mesh = z.object({
  meshId: z.string(),
  trustDomain: z.string(),
  rootCertificate: z.string(),
  rootExpiry: z.string(),
});

const cluster = z.object({
  clusterId: z.string(),
  mesh: z.string(),
  network: z.string(),
  role: z.enum(['primary', 'remote']),
  controlPlanes: byName(z.object({ servedBy: z.string(), host: z.string() })),
  intermediateExpiry: z.string().nullable(),
  eastWestGateway: z
    .object({ addresses, ports: z.object({ tls: z.number(), istiod: z.number(), webhook: z.number() }) })
    .nullable(),
});

const imported = z.object({
  service: z.string(),
  from: z.string(),
  to: z.string(),
  host: z.string(),
  ports: byName(z.number()),
});

/** The outputs by name, as a reader checks them. Keys that a later program adds are no mistake. */
export const outputShapes = {
  meshes: byName(mesh),
  clusters: byName(cluster),
  services: byName(z.object({ host: z.string(), addresses: byName(addresses) })),
  ingressGateways: byName(z.object({ cluster: z.string(), addresses, port: z.number() })),
  federations: byName(
    z.object({
      meshes: z.tuple([z.string(), z.string()]),
      trust: z.enum(['exchanged', 'withdrawn']),
      imports: z.array(imported),
    }),
  ),
} satisfies { readonly [K in Exclude<keyof MeshworkOutputs, 'schemaVersion'>]: z.ZodType<MeshworkOutputs[K]> };
