import { z } from 'zod';
import type { MeshworkOutputs } from './contract';

const addresses = z.array(z.string());
const byName = <T extends z.ZodType>(entry: T) => z.record(z.string(), entry);

const state = z.enum(['active', 'offline']);

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
  state,
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

const shapes = {
  meshes: byName(mesh),
  clusters: byName(cluster),
  services: byName(z.object({ host: z.string(), addresses: byName(addresses) })),
  ingressGateways: byName(
    z.object({
      cluster: z.string(),
      addresses,
      clusters: byName(z.object({ addresses, ports: byName(z.number()) })),
      port: z.number(),
      ports: byName(z.number()),
      certificates: byName(z.object({ expiry: z.string().nullable(), authority: z.string().nullable() })),
    }),
  ),
  workloadGroups: byName(
    z.object({
      mesh: z.string(),
      cluster: z.string(),
      network: z.string(),
      identity: z.string(),
      authority: z.string().nullable(),
      machines: byName(
        z.object({
          address: z.string(),
          state,
          certificateExpiry: z.string().nullable(),
          ownCertificateExpiry: z.string().nullable(),
        }),
      ),
    }),
  ),
  federations: byName(
    z.object({
      meshes: z.tuple([z.string(), z.string()]),
      trust: z.enum(['exchanged', 'withdrawn']),
      imports: z.array(imported),
    }),
  ),
};

/** A type whose values cannot be changed: the contract has no others. */
type Unchanging<T> = T extends object ? { readonly [K in keyof T]: Unchanging<T[K]> } : T;

/**
 * `true` if two types are one. Types that only accept each other's values may differ by an optional key. TypeScript takes one of the functions for
 * the other only where A and B are one.
 */
type Same<A, B> = (<T>(value: T) => T extends A ? 1 : 2) extends <T>(value: T) => T extends B ? 1 : 2 ? true : false;

/** The outputs that have a shape: the schema version is checked before them. */
type ShapedOutput = Exclude<keyof MeshworkOutputs, 'schemaVersion'>;

/**
 * The outputs by name, as a reader checks them. Keys that a later program adds are no mistake.
 *
 * The contract is written down beside these shapes, and not inferred from them, because people read it: its comments and `readonly` would be lost, and its types
 * would need zod. The type below holds the two together: it takes no shape that lacks a key of the contract, or has another one.
 */
export const outputShapes = shapes satisfies {
  readonly [K in ShapedOutput]: Same<Unchanging<z.infer<(typeof shapes)[K]>>, MeshworkOutputs[K]> extends true
    ? z.ZodType<MeshworkOutputs[K]>
    : 'not the same as in contract.ts';
};
