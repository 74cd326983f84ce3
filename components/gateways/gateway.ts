import type * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { CommonGatewayPlan, GatewayPlan, Ports } from '../../model/plan/gateway-plan';
import { istioChart } from '../charts';
import { gatewayAddresses } from './gateway-addresses';
import { gatewayService } from './gateway-service';
import { watchedRollout } from '../rollout/watched-rollout';

/** Arguments of a gateway. */
export interface GatewayArgs<P extends Ports> {
  /** The plan of the gateway. */
  readonly plan: CommonGatewayPlan<P> & Pick<GatewayPlan, 'kind'>;
  /** Provider of the cluster that it stands in. */
  readonly provider: k8s.Provider;
  /** A kubeconfig of that cluster. Secret. */
  readonly kubeconfig: string;
  /** What has to be there before its pods can be injected: the webhook, and an istiod that answers it. */
  readonly injectedBy: readonly pulumi.Resource[];
}

/** The types of gateways in the state, by kind. */
const TYPES: Readonly<Record<GatewayPlan['kind'], string>> = {
  eastWest: 'meshwork:gateways:EastWestGateway',
  ingress: 'meshwork:gateways:IngressGateway',
};

/** A gateway of a cluster: an east-west gateway for other networks and remotes, or an ingress gateway for requests from outside. */
export class Gateway<P extends Ports> extends pulumi.ComponentResource {
  /** The gateway's chart; resources that need a ready gateway depend on it. */
  readonly chart: k8s.Chart;
  /** Where it is reached: IP addresses, or host names. Empty for ports of nodes. */
  readonly addresses: pulumi.Output<string[]>;
  /** The ports by which it is reached. */
  readonly ports: pulumi.Output<P>;

  constructor(name: string, args: GatewayArgs<P>, opts?: pulumi.ComponentResourceOptions) {
    const { kubeconfig, plan, provider } = args;
    const { charts, cluster, kind, network, pool, portNames, release, scope, selector, service, title, values } = plan;
    // A transform costs a call to this process for each object of the chart.
    const transforms = [
      ...(service === undefined ? [] : [gatewayService(service, portNames)]),
      watchedRollout({ name, title, deployment: release, pool, selector, kubeconfig }),
    ];
    super(TYPES[kind], name, kind === 'eastWest' ? { cluster, network } : { cluster }, opts);
    this.chart = istioChart(
      `${name}-chart`,
      { source: charts, chart: 'gateway', release, values, scope },
      {
        parent: this,
        provider,
        dependsOn: [...args.injectedBy],
        transforms,
      },
    );
    const reached = gatewayAddresses(this.chart, plan);
    this.addresses = reached.apply(({ addresses }) => [...addresses]);
    this.ports = reached.apply(({ ports }) => ports);
    this.registerOutputs({ addresses: this.addresses, ports: this.ports });
  }
}
