import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { CommonGatewayPlan, Ports } from '../../model/plan/gateway-plan';
import type { Expectation } from '../load-balancer-addresses';
import { loadBalancerAddresses } from './load-balancer-addresses';

/** A gateway, as far as its addresses depend on it. */
type Reached<P extends Ports> = Pick<CommonGatewayPlan<P>, 'title' | 'network' | 'portNames' | 'reach'>;

/** Where a gateway is reached. */
export interface GatewayAddresses<P extends Ports> {
  /** IP addresses or host names. Empty for ports of nodes, which may change without us, and for gateways that others lead to. */
  readonly addresses: readonly string[];
  readonly ports: P;
}

/**
 * Where the gateway of a chart is reached. What its Service tells is read from the chart's own resources: reading the Service from the
 * cluster would fail in a preview on an empty stack. It is known no earlier than the chart is made, also where config tells it.
 */
export function gatewayAddresses<P extends Ports>(
  chart: k8s.Chart,
  gateway: Reached<P>,
): pulumi.Output<GatewayAddresses<P>> {
  const { reach } = gateway;
  if (reach.by === 'loadBalancer') {
    const { ports, yields } = reach;
    return loadBalancerAddresses(chart, expectation(yields, gateway)).apply((addresses) => ({ addresses, ports }));
  }
  return chart.resources.apply((resources: unknown[]): pulumi.Output<GatewayAddresses<P>> => {
    if (reach.by !== 'nodePort') {
      const { ports } = reach;
      const known = reach.by === 'static' ? [...reach.addresses] : [];
      return pulumi.output(known).apply((addresses): GatewayAddresses<P> => ({ addresses, ports }));
    }
    const service = resources.find((resource) => k8s.core.v1.Service.isInstance(resource));
    if (service === undefined) throw new Error(`The chart of the ${gateway.title} made no Service.`);
    return pulumi
      .output(service.spec)
      .ports.apply((ports): GatewayAddresses<P> => ({ addresses: [], ports: nodePorts(ports, gateway) }));
  });
}

/** Where config says one kind alone, remotes and other meshes were planned for it. */
function expectation<P extends Ports>(
  yields: readonly ('ip' | 'hostname')[],
  { network, title }: Reached<P>,
): Expectation {
  const [only, ...others] = yields;
  return {
    expected: [...yields],
    behind: title,
    ...(others.length > 0
      ? {}
      : {
          otherwise:
            `meshwork:networks.${network}.gateway.address is "${only ?? ''}": correct it, or ask the load balancer for the other kind of address by ` +
            'its annotations.',
        }),
  };
}

function nodePorts<P extends Ports>(
  ports: readonly { readonly name?: string; readonly nodePort?: number }[],
  { portNames, title }: Reached<P>,
): P {
  const found = Object.entries<string>(portNames).map(([role, name]) => {
    const port = ports.find((one) => one.name === name)?.nodePort;
    if (port === undefined) throw new Error(`The Service of the ${title} has no node port for ${role}.`);
    return [role, port] as const;
  });
  return Object.fromEntries(found) as P;
}
