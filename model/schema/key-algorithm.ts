import { z } from 'zod';

/** Key algorithm of certificate authorities. */
export const keyAlgorithm = z
  .enum(['rsa', 'ecdsa'])
  .describe('Key algorithm of the certificate authorities. QAT accelerates RSA only, so RSA is the default.');
