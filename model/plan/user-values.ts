import type { ChartValues } from '../schema/chart-values';
import type { MeshedCluster } from '../topology/clusters';
import type { IngressGateway } from '../topology/ingress-gateways';
import { mergeValues, type Values } from './values';

/** The values of one chart for one cluster as the user wrote them: the stack's, with the cluster's over them. */
export function userValues({ mesh, spec }: MeshedCluster, chart: keyof ChartValues): Values {
  return mergeValues(mesh.istio.values[chart] ?? {}, spec.values[chart] ?? {});
}

/** The values of the gateway chart for an ingress gateway as the user wrote them: the stack's, with its own over them; the cluster's are for another. */
export function ingressGatewayValues({ cluster, spec }: IngressGateway): Values {
  return mergeValues(cluster.mesh.istio.values.gateway ?? {}, spec.values);
}
