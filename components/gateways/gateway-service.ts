import type * as pulumi from '@pulumi/pulumi';
import type { GatewayPorts, GatewayServicePlan } from '../../model/plan/gateway-plan';

interface ServiceProps {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly ports?: readonly { readonly name?: string; readonly nodePort?: number }[] };
}

/** Names of the ports in the gateway chart's Service (its templates/service.yaml). */
export const PORT_NAMES: Readonly<Record<keyof GatewayPorts, string>> = {
  tls: 'tls',
  istiod: 'tls-istiod',
  webhook: 'tls-webhook',
};

/** The label by which istiods find a network's gateways. */
const NETWORK_LABEL = 'topology.istio.io/network';

/** A transform that has the Service of a gateway chart say what the chart has no values for. */
export function gatewayService({ announced, nodePorts }: GatewayServicePlan): pulumi.ResourceTransform {
  return ({ type, props, opts }) => {
    if (type !== 'kubernetes:core/v1:Service') return undefined;
    const service = props as ServiceProps;
    const labels = Object.entries(service.metadata.labels ?? {}).filter(([key]) => announced || key !== NETWORK_LABEL);
    const ports = (service.spec.ports ?? []).map((port) => ({ ...port, ...nodePortOf(port.name, nodePorts) }));
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

function nodePortOf(name: string | undefined, nodePorts: GatewayPorts | undefined): { nodePort?: number } {
  const [role] = (Object.keys(PORT_NAMES) as (keyof GatewayPorts)[]).filter((key) => PORT_NAMES[key] === name);
  return role === undefined || nodePorts === undefined ? {} : { nodePort: nodePorts[role] };
}
