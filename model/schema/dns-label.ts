import { z } from 'zod';

/** Pattern of a label of a DNS name, for patterns that hold more (RFC 1123). */
export const DNS_LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';

/**
 * A name that ends up in Kubernetes object names, labels and host names: clusters, networks and meshes are named so
 * (RFC 1123 label: lower-case letters, digits and hyphens, at most 63 characters).
 */
export const dnsLabel = z
  .string()
  .regex(new RegExp(`^${DNS_LABEL}$`), {
    error: 'a DNS label: lower-case letters, digits and hyphens, at most 63 characters',
  })
  // Every JavaScript object has a property of this name, so a lookup would find it although config does not declare it.
  .refine((name) => name !== 'constructor', { error: 'any other name: JavaScript has a meaning for this one' });
