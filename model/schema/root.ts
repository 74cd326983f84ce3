import { z } from 'zod';
import { isOneCertificate } from '../certificates/pem';
import { keyAlgorithm } from './key-algorithm';

const DAYS_IN_TEN_YEARS = 3650;

const generate = z.strictObject({
  algorithm: keyAlgorithm.default('rsa'),
  validityDays: z.int().min(1).default(DAYS_IN_TEN_YEARS).describe('How long the root lasts, in days.'),
});

const given = z.strictObject({
  certificate: z
    .string()
    .refine(isOneCertificate, { error: 'one certificate in PEM' })
    .describe('The certificate of the root, in PEM. It may carry name constraints.'),
});

/** One root certificate authority of a mesh. A mapping with one of two keys, not a union: messages about a union could not name its keys one by one. */
export const root = z
  .strictObject({
    generate: generate
      .optional()
      .describe("A root that this stack makes, the default. Its key lies only in the stack's encrypted state."),
    given: given
      .optional()
      .describe(
        "A root from outside. Its key is in `meshwork:rootKeys`, and then lies in the stack's encrypted state as well; or it stays outside, and the intermediates " +
          'are ready-made (`intermediates.given` of the mesh).',
      ),
  })
  .transform((written, context): RootSpec => {
    if (written.given === undefined) return { generate: written.generate ?? generate.parse({}) };
    if (written.generate === undefined) return { given: written.given };
    context.addIssue({ code: 'custom', message: 'one of generate and given' });
    return z.NEVER;
  });

/** One root of a spec: made by the stack, or given. */
export type RootSpec = { readonly generate: z.infer<typeof generate> } | { readonly given: z.infer<typeof given> };
