import { z } from 'zod';

const PODS = { error: 'a number of pods, or a share such as "50%"' };

/** A number of pods, or a share of them. */
const pods = z.union([z.int().min(0), z.string().regex(/^\d{1,2}%$|^100%$/, PODS)], PODS);

const podDisruptionBudget = z
  .strictObject({
    minAvailable: pods.optional().describe('How many pods, or which share of them, a drain of nodes has to leave.'),
    maxUnavailable: pods
      .optional()
      .describe('How many pods, or which share of them, a drain of nodes may take at once.'),
    unhealthyPodEvictionPolicy: z
      .enum(['IfHealthyBudget', 'AlwaysAllow'])
      .optional()
      .describe('Whether a pod that is not ready may always go. Default: `IfHealthyBudget`.'),
  })
  .refine(({ maxUnavailable, minAvailable }) => (minAvailable === undefined) !== (maxUnavailable === undefined), {
    error: 'exactly one of minAvailable and maxUnavailable',
  });

/** How many pods a gateway has. */
export const scaling = z.strictObject({
  replicas: z.int().min(1).optional().describe('A fixed number of pods. Not with `autoscaling`.'),
  autoscaling: z
    .strictObject({
      min: z.int().min(1).default(1).describe('Fewest pods.'),
      max: z.int().min(1).default(5).describe('Most pods.'),
      targetCpu: z
        .int()
        .min(1)
        .default(80)
        .describe('The share of the CPU that its pods ask for at which more pods are made, in percent.'),
    })
    .optional()
    .describe('An autoscaler (HorizontalPodAutoscaler). The cluster needs a metrics server.'),
  podDisruptionBudget: podDisruptionBudget
    .optional()
    .describe('What a drain of nodes leaves of its pods. It needs at least two of them.'),
});

/** The scaling of a gateway, as the user asked for it. */
export type ScalingSpec = z.infer<typeof scaling>;
