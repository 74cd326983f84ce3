import type * as pulumi from '@pulumi/pulumi';
import type { GatewayServicePlan, Ports } from '../../model/plan/gateway-plan';

interface ServiceProps {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly ports?: readonly { readonly name?: string; readonly nodePort?: number }[] };
}

/** The label by which istiods find a network's gateways. */
const NETWORK_LABEL = 'topology.istio.io/network';

/** A transform that has the Service of a gateway chart say what the chart has no values for. */
export function gatewayService<P extends Ports>(
  { announced, nodePorts }: GatewayServicePlan<P>,
  portNames: Readonly<Record<keyof P, string>>,
): pulumi.ResourceTransform {
  const nodePortOf = new Map(
    Object.entries<string>(portNames).map(([role, name]) => [name, nodePorts?.[role]] as const),
  );
  return ({ type, props, opts }) => {
    if (type !== 'kubernetes:core/v1:Service') return undefined;
    const service = props as ServiceProps;
    const labels = Object.entries(service.metadata.labels ?? {}).filter(([key]) => announced || key !== NETWORK_LABEL);
    const ports = (service.spec.ports ?? []).map((port) => {
      const nodePort = nodePortOf.get(port.name ?? '');
      return nodePort === undefined ? port : { ...port, nodePort };
    });
    return {
      props: {
        ...service,
        metadata: { ...service.metadata, labels: Object.fromEntries(labels) },
        spec: { ...service.spec, ports },
      },
      opts,
    };
  };
}
