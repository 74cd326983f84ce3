import { EAST_WEST_GATEWAY, EAST_WEST_GATEWAY_SELECTOR, GATEWAY_PORTS } from '../names/east-west-gateway';
import type { IstioSpec, NetworkSpec } from '../schema/config';
import { type MeshedCluster, primaryOf } from '../topology/clusters';
import type { NodePool } from '../topology/node-pools';
import { mergeValues, type Values } from './values';
import { GATEWAY_READINESS } from './gateway-readiness';
import { imageAnnotation } from './image-annotation';
import { planLoadBalancer } from './load-balancer';
import { DEPENDS_ON, orderedAfter } from './order';
import { keyValues, layKeys } from './placement-values';
import { placementIn } from './accelerator-values';
import { userValues } from './user-values';

type Gateway = NetworkSpec['gateway'];

/** Values of the gateway chart for an east-west gateway. */
export function gatewayValues(cluster: MeshedCluster, istio: IstioSpec, pool: NodePool | undefined): Values {
  const { name, spec } = cluster.network;
  const { placement, scaling } = spec.gateway;
  const keys = { placement: placementIn(pool?.spec, placement), scaling };
  return mergeValues(
    GATEWAY_READINESS,
    imageAnnotation(istio, userValues(primaryOf(cluster), 'istiod', istio)),
    layKeys(userValues(cluster, 'gateway', istio), keyValues(keys, EAST_WEST_GATEWAY_SELECTOR)),
    ownedGatewayValues(name, spec.gateway),
  );
}

/** The values of the gateway chart that the plan owns for an east-west gateway. */
export function ownedGatewayValues(network: string, gateway: Gateway): Values {
  return {
    networkGateway: network,
    // A pod without its account is refused, and tried again in ever longer steps.
    annotations: { [DEPENDS_ON]: orderedAfter(['', 'ServiceAccount', EAST_WEST_GATEWAY]) },
    service: service(gateway),
    ...otherPort(gateway),
  };
}

/**
 * istiod announces a Service of type NodePort at the external addresses of the nodes that this annotation selects, and only if it has the annotation
 * (pilot's conversion.go). Default: all nodes. A Service whose address config gives has no network label, so istiod does not announce it. It has the
 * annotation all the same: without it, istiods (seen with 1.31.1) do not look at the Service, and keep a gateway that they found by it earlier, while
 * it had the label or a load balancer.
 */
const EVERY_NODE: Readonly<Record<string, string>> = { 'traffic.istio.io/nodeSelector': '{}' };

function service({ loadBalancer, port, service: kind }: Gateway): Values {
  const { istiod, status, webhook } = GATEWAY_PORTS;
  if (kind === 'loadBalancer')
    return { ...planLoadBalancer(loadBalancer, { kind: 'eastWestGateway', ports: [status, port, istiod, webhook] }) };
  return { type: 'NodePort', annotations: { ...EVERY_NODE, ...loadBalancer.annotations } };
}

/** Istiods dial 15443 unless the Service's label says another port, and that port must be one of the Service's. */
function otherPort({ port }: Gateway): Values {
  const { istiod, status, tls, webhook } = GATEWAY_PORTS;
  if (port === tls) return {};
  return {
    labels: { 'networking.istio.io/gatewayPort': String(port) },
    // The chart wants all of them or none.
    networkGatewayPorts: {
      'status-port': { port: status, targetPort: status },
      tls: { port, targetPort: tls },
      'tls-istiod': { port: istiod, targetPort: istiod },
      'tls-webhook': { port: webhook, targetPort: webhook },
    },
  };
}
