import { z } from 'zod';
import { values } from './chart-values';
import { isKey, labels } from './labels';

const LABEL_KEY = { error: 'a label key, such as topology.kubernetes.io/zone' };

/** A taint that pods put up with, as Kubernetes writes it. */
const toleration = z
  .strictObject({
    key: z
      .string()
      .refine(isKey, { error: 'the key of a taint, such as dedicated or example.org/dedicated' })
      .optional()
      .describe('Key of the taint. Default: every key, which needs `operator: Exists`.'),
    operator: z
      .enum(['Equal', 'Exists'])
      .optional()
      .describe('`Equal`: the value of the taint has to be `value`. `Exists`: any value will do. Default: `Equal`.'),
    value: z.string().optional().describe('Value of the taint.'),
    effect: z
      .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
      .optional()
      .describe('Effect of the taint. Default: every effect.'),
    tolerationSeconds: z
      .int()
      .min(0)
      .optional()
      .describe(
        'How long a pod stays after the taint came, in seconds. Only with `effect: NoExecute`. Default: for ever.',
      ),
  })
  // API servers refuse these as well (Kubernetes, ValidateTolerations), but only after other objects were changed.
  .refine(({ key, operator }) => key !== undefined || operator === 'Exists', {
    error: 'a key, or `operator: Exists` for every taint',
  })
  .refine(({ operator, value }) => operator !== 'Exists' || value === undefined, {
    error: 'no value beside `operator: Exists`',
  })
  .refine(({ effect, tolerationSeconds }) => tolerationSeconds === undefined || effect === 'NoExecute', {
    error: '`effect: NoExecute` beside tolerationSeconds',
  });

/** The taints that pods put up with. */
export const tolerations = z.array(toleration);

const spread = z.strictObject({
  topologyKey: z
    .string()
    .refine(isKey, LABEL_KEY)
    .describe('The label of nodes whose values are the places, such as `topology.kubernetes.io/zone`.'),
  maxSkew: z.int().min(1).default(1).describe('How many more pods one place may have than another.'),
  whenUnsatisfiable: z
    .enum(['DoNotSchedule', 'ScheduleAnyway'])
    .default('ScheduleAnyway')
    .describe('Whether a pod that cannot be spread waits, or runs all the same.'),
});

/** Where the pods of a gateway run. */
export const placement = z.strictObject({
  nodeSelector: labels.optional().describe('Labels of the nodes that its pods may run on.'),
  tolerations: tolerations.optional().describe('Taints of nodes that its pods put up with.'),
  affinity: z
    .strictObject({
      nodeAffinity: values.optional().describe('As in a Kubernetes pod.'),
      podAffinity: values.optional().describe('As in a Kubernetes pod.'),
      podAntiAffinity: values.optional().describe('As in a Kubernetes pod.'),
    })
    .optional()
    .describe("The affinity of its pods, in Kubernetes' own words."),
  topologySpread: z
    .array(spread)
    .optional()
    .describe('How its pods are spread over zones, nodes or the like. The plan knows the labels of the pods.'),
});

/** The placement of a gateway, as the user asked for it. */
export type PlacementSpec = z.infer<typeof placement>;

/** A taint that pods put up with. */
export type Toleration = z.infer<typeof toleration>;
