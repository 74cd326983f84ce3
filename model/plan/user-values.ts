import type { ChartValues } from '../schema/chart-values';
import type { IstioSpec } from '../schema/config';
import type { MeshedCluster } from '../topology/clusters';
import type { IngressGateway } from '../topology/ingress-gateways';
import { mergeValues, type Values } from './values';

/** Where the stack's values are: its Istio. */
type StackValues = Pick<IstioSpec, 'values'>;

/** The values of one chart for one cluster as the user wrote them: the stack's, with the cluster's over them. */
export function userValues({ spec }: MeshedCluster, chart: keyof ChartValues, { values }: StackValues): Values {
  return mergeValues(values[chart] ?? {}, spec.values[chart] ?? {});
}

/** The values of the gateway chart for an ingress gateway as the user wrote them: the stack's, with its own over them; the cluster's are for another. */
export function ingressGatewayValues({ spec }: IngressGateway, { values }: StackValues): Values {
  return mergeValues(values.gateway ?? {}, spec.values);
}
