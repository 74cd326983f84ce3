import { z } from 'zod';
import { DNS_LABEL } from './dns-label';
import { LONGEST_NAME } from './dns-name';

/**
 * A host name for which a gateway takes requests, or a wildcard for every name below a domain, or for every name at all. Istio knows a wildcard in
 * the first label alone, and Envoy matches SNI by whole labels.
 */
export const gatewayHost = z
  .string()
  .regex(new RegExp(`^(\\*|(\\*\\.|${DNS_LABEL}\\.)(${DNS_LABEL}\\.)*(?=[-0-9]*[a-z])${DNS_LABEL})$`), {
    error:
      'a host name such as orders.example.org, or *.example.org for every name below example.org, or * for every name: a wildcard stands for whole ' +
      'labels, and only at the beginning',
  })
  .max(LONGEST_NAME, { error: `at most ${LONGEST_NAME} characters` });
