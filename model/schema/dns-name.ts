import { z } from 'zod';
import { DNS_LABEL } from './dns-label';

/** Longest DNS name that fits into a query, without its final dot (RFC 1035, 3.1). */
export const LONGEST_NAME = 253;

/**
 * One DNS label or several, with dots between them: a trust domain. One invalid label makes istiod silently ignore the mesh config
 * (Istio's ValidateTrustDomain).
 */
export const dnsName = z
  .string()
  .regex(new RegExp(`^${DNS_LABEL}(\\.${DNS_LABEL})*$`), {
    error: 'DNS labels with dots between them: lower-case letters, digits and hyphens, at most 63 characters each',
  })
  .max(LONGEST_NAME, { error: `at most ${LONGEST_NAME} characters` });

/**
 * A host name with a dot in it and none at its end, in lower case, so that equal names are equal texts. It cannot be `localhost`, the short name
 * of a Service in its own namespace, or an IP address (whose last label has no letter).
 */
export const hostName = z
  .string()
  .regex(new RegExp(`^(${DNS_LABEL}\\.)+(?=[-0-9]*[a-z])${DNS_LABEL}$`), {
    error:
      'a host name such as orders.example.org: lower-case letters, digits, hyphens, and dots between them; no IP address',
  })
  .max(LONGEST_NAME, { error: `at most ${LONGEST_NAME} characters` });
