import { z } from 'zod';

/** Values of one chart. */
export const values = z.record(z.string(), z.unknown());

/**
 * Values for Istio's charts, by chart. They are laid over the charts' own defaults; keys that the plan owns (mesh ID,
 * network, names, …) are refused, because two places would then decide one thing (model/rules/owned-values.ts).
 *
 * @param gateways The gateways that the values of the `gateway` chart are for.
 */
export function chartValues(gateways: string) {
  return z.strictObject({
    base: values.optional().describe("Values of Istio's `base` chart."),
    istiod: values.optional().describe("Values of Istio's `istiod` chart."),
    cni: values.optional().describe("Values of Istio's `cni` chart, for clusters with `cni`."),
    gateway: values.optional().describe(`Values of Istio's \`gateway\` chart, for ${gateways}.`),
  });
}

/** Chart values as the user wrote them. */
export type ChartValues = z.infer<ReturnType<typeof chartValues>>;
