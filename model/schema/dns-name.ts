import { z } from 'zod';
import { DNS_LABEL } from './dns-label';

/** Longest DNS name that fits into a query, without its final dot (RFC 1035, 3.1). */
const LONGEST = 253;

/**
 * One DNS label or several, with dots between them: a trust domain. One invalid label makes istiod silently ignore the mesh config
 * (Istio's ValidateTrustDomain).
 */
export const dnsName = z
  .string()
  .regex(new RegExp(`^${DNS_LABEL}(\\.${DNS_LABEL})*$`), {
    error: 'DNS labels with dots between them: lower-case letters, digits and hyphens, at most 63 characters each',
  })
  .max(LONGEST, { error: `at most ${LONGEST} characters` });

/**
 * A host name that has a dot, and no final one, in the one spelling that it is compared in. Nothing that the names of a cluster's own Services,
 * `localhost` or an IP address could be (the last label of those has no letter).
 */
export const hostName = z
  .string()
  .regex(new RegExp(`^(${DNS_LABEL}\\.)+(?=[-0-9]*[a-z])${DNS_LABEL}$`), {
    error:
      'a host name such as orders.example.org: lower-case letters, digits, hyphens, and dots between them; no IP address',
  })
  .max(LONGEST, { error: `at most ${LONGEST} characters` });
