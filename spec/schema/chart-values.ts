import { z } from 'zod';

const values = z.record(z.string(), z.unknown());

/**
 * Values for Istio's charts, by chart. They are laid over the charts' own defaults; keys that the plan owns (mesh ID,
 * network, names, …) are refused, because two places would then decide one thing (spec/rules/owned-values.ts).
 */
export const chartValues = z.strictObject({
  base: values.optional().describe("Values of Istio's `base` chart."),
  istiod: values.optional().describe("Values of Istio's `istiod` chart."),
  gateway: values.optional().describe("Values of Istio's `gateway` chart, for east-west gateways."),
});

/** Chart values as the user wrote them. */
export type ChartValues = z.infer<typeof chartValues>;
