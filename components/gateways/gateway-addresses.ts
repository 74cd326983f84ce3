import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { GatewayPorts, GatewayReach } from '../../model/plan/gateway-plan';
import type { Expectation } from '../usable-addresses';
import { loadBalancerAddresses } from './load-balancer-addresses';
import { PORT_NAMES } from './gateway-service';

/** Where a gateway stands, for messages. */
export interface Place {
  readonly cluster: string;
  readonly network: string;
}

/** Where a gateway is reached. */
export interface GatewayAddresses {
  /** IP addresses or host names. Empty for ports of nodes: the nodes may change without us. */
  readonly addresses: readonly string[];
  readonly ports: GatewayPorts;
}

/**
 * Where the gateway of a chart is reached. What its Service tells is read from the chart's own resources: reading the Service from the
 * cluster would fail in a preview on an empty stack. It is known no earlier than the chart is made, also where config tells it.
 */
export function gatewayAddresses(chart: k8s.Chart, reach: GatewayReach, place: Place): pulumi.Output<GatewayAddresses> {
  if (reach.by === 'loadBalancer') {
    const { ports, yields } = reach;
    return loadBalancerAddresses(chart, expectation(yields, place)).apply((addresses) => ({ addresses, ports }));
  }
  return chart.resources.apply((resources: unknown[]): pulumi.Output<GatewayAddresses> => {
    if (reach.by === 'static') return pulumi.output({ addresses: [reach.address], ports: reach.ports });
    const service = resources.find((resource) => k8s.core.v1.Service.isInstance(resource));
    if (service === undefined) throw new Error(`The gateway chart in cluster ${place.cluster} made no Service.`);
    return pulumi.output(service.spec).ports.apply((ports) => ({ addresses: [], ports: nodePorts(ports, place) }));
  });
}

/** One kind only: config says which, and remotes and other meshes were planned for it. */
function expectation(yields: 'ip' | 'hostname', { cluster, network }: Place): Expectation {
  return {
    expected: [yields],
    behind: `east-west gateway in cluster ${cluster}`,
    otherwise:
      `meshwork:networks.${network}.gateway.address is "${yields}": correct it, or ask the load balancer for the other kind of address by ` +
      'its annotations.',
  };
}

function nodePorts(
  ports: readonly { readonly name?: string; readonly nodePort?: number }[],
  { cluster }: Place,
): GatewayPorts {
  const of = (role: keyof GatewayPorts): number => {
    const found = ports.find(({ name }) => name === PORT_NAMES[role])?.nodePort;
    if (found === undefined) throw new Error(`The gateway Service in cluster ${cluster} has no node port for ${role}.`);
    return found;
  };
  return { tls: of('tls'), istiod: of('istiod'), webhook: of('webhook') };
}
