import type { ChartValues } from '../schema/chart-values';
import type { IngressGatewaySpec, Spec } from '../schema/config';
import { meshedClusters } from '../topology/membership';
import { mergeValues, type Values } from './values';

/** The values of one chart for one cluster as the user wrote them: the stack's, with the cluster's over them. */
export function userValues(spec: Spec, cluster: string, chart: keyof ChartValues): Values {
  return mergeValues(spec.istio?.values[chart] ?? {}, meshedClusters(spec)[cluster]?.values[chart] ?? {});
}

/** The values of the gateway chart for an ingress gateway as the user wrote them: the stack's, with its own over them; the cluster's are for another. */
export function ingressGatewayValues(gateway: IngressGatewaySpec, spec: Spec): Values {
  return mergeValues(spec.istio?.values.gateway ?? {}, gateway.values);
}
