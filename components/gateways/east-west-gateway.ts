import type * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { GatewayPlan, GatewayPorts } from '../../model/plan/gateway-plan';
import { EAST_WEST_GATEWAY } from '../../model/names';
import { type ChartSource, istioChart } from '../charts';
import type { Cluster } from '../cluster/cluster';
import { gatewayAddresses } from './gateway-addresses';
import { gatewayService } from './gateway-service';

/** What an east-west gateway is made from. */
export interface EastWestGatewayArgs {
  /** The cluster that it stands in. */
  readonly cluster: Cluster;
  /** The plan of the gateway. */
  readonly gateway: GatewayPlan;
  /** What has to be there before its pods can be injected: the webhook, and an istiod that answers it. */
  readonly injectedBy: readonly pulumi.Resource[];
  /** Where the charts come from. */
  readonly charts: ChartSource;
}

/** The gateway through which other networks reach the services of a cluster, and remotes its istiod. */
export class EastWestGateway extends pulumi.ComponentResource {
  /** The gateway's chart; what is to find the gateway ready depends on it. */
  readonly chart: k8s.Chart;
  /** Where it is reached: IP addresses, or a host name. Empty for ports of nodes. */
  readonly addresses: pulumi.Output<string[]>;
  /** The ports by which it is reached. */
  readonly ports: pulumi.Output<GatewayPorts>;

  constructor(name: string, args: EastWestGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    const { plan, provider } = args.cluster;
    super('meshwork:gateways:EastWestGateway', name, { cluster: plan.name, network: plan.network }, opts);
    this.chart = istioChart(
      `${name}-chart`,
      { source: args.charts, chart: 'gateway', release: EAST_WEST_GATEWAY, values: args.gateway.values },
      {
        parent: this,
        provider,
        dependsOn: [...args.injectedBy],
        transforms: [gatewayService(args.gateway.service)],
      },
    );
    const reached = gatewayAddresses(this.chart, args.gateway.reach, { cluster: plan.name, network: plan.network });
    this.addresses = reached.apply(({ addresses }) => [...addresses]);
    this.ports = reached.apply(({ ports }) => ports);
    this.registerOutputs({ addresses: this.addresses, ports: this.ports });
  }
}
