import { z } from 'zod';
import { isChain } from '../certificates/pem';
import { dnsLabel } from './dns-label';
import { keyAlgorithm } from './key-algorithm';

const DAYS_IN_TWO_YEARS = 730;

/** The intermediate authorities of a mesh: how long they last, when they are renewed, their keys. */
export const intermediates = z
  .strictObject({
    algorithm: keyAlgorithm.default('rsa'),
    validityDays: z.int().min(1).default(DAYS_IN_TWO_YEARS).describe('How long an intermediate lasts, in days.'),
    renewBeforeDays: z
      .int()
      .min(1)
      .default(60)
      .describe('How long before its end an intermediate is renewed, in days.'),
    generation: z
      .int()
      .min(1)
      .default(1)
      .describe('Raising it replaces every intermediate of the mesh, keys included.'),
    given: z
      .record(dnsLabel, z.string().refine(isChain, { error: 'certificates in PEM, and nothing else' }))
      .default({})
      .describe(
        'Ready-made intermediates by cluster, in PEM, for a root whose key is not in the stack: the certificate of the intermediate, then the authorities between ' +
          'it and the root. Their private keys are in `meshwork:intermediateKeys`. With them, `algorithm`, `validityDays` and `generation` mean nothing, and ' +
          '`renewBeforeDays` says how long before an end there is a warning.',
      ),
  })
  .prefault({})
  .describe('The intermediate of each cluster that runs an istiod.');
