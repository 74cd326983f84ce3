import type * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { CommonGatewayPlan, GatewayPlan, Ports } from '../../model/plan/gateway-plan';
import { istioChart } from '../charts';
import { gatewayAddresses } from './gateway-addresses';
import { gatewayService } from './gateway-service';
import { watchedLoadBalancer } from './watched-load-balancer';
import { AwaitedRollout } from '../rollout/awaited-rollout';
import type { RolloutWait } from '../rollout/rollout';

/** Arguments of a gateway. */
export interface GatewayArgs<P extends Ports> {
  /** The plan of the gateway. */
  readonly plan: CommonGatewayPlan<P> & Pick<GatewayPlan, 'kind'>;
  /** Provider of the cluster that it stands in. */
  readonly provider: k8s.Provider;
  /** A kubeconfig of that cluster. Secret. */
  readonly kubeconfig: string;
  /** What has to be there before its pods can be injected: the webhook, and an istiod that answers it. */
  readonly injectedBy: readonly pulumi.Input<pulumi.Resource>[];
  /** Waits until its pods run. */
  readonly awaitRollout: RolloutWait;
}

/** The types of gateways in the state, by kind. */
const TYPES: Readonly<Record<GatewayPlan['kind'], string>> = {
  eastWest: 'meshwork:gateways:EastWestGateway',
  ingress: 'meshwork:gateways:IngressGateway',
};

/** A gateway of a cluster: an east-west gateway for other networks and remotes, or an ingress gateway for requests from outside. */
export class Gateway<P extends Ports> extends pulumi.ComponentResource {
  /** The gateway's chart once its pods run; resources that need a ready gateway depend on it. */
  readonly ready: pulumi.Input<k8s.Chart>;
  /** Where it is reached: IP addresses, or host names. Empty for ports of nodes. */
  readonly addresses: pulumi.Output<string[]>;
  /** The ports by which it is reached. */
  readonly ports: pulumi.Output<P>;

  constructor(name: string, args: GatewayArgs<P>, opts?: pulumi.ComponentResourceOptions) {
    const { awaitRollout, kubeconfig, plan, provider } = args;
    const { charts, cluster, kind, network, pool, portNames, release, scope, selector, service, title, values } = plan;
    const deployment = { kind: 'Deployment', name: release, namespace: SYSTEM_NAMESPACE } as const;
    const rollout = new AwaitedRollout(name, { ...deployment, title, pool, selector, kubeconfig }, awaitRollout);
    const transforms = [
      ...(service === undefined ? [] : [gatewayService(service, portNames)]),
      rollout.transform,
      watchedLoadBalancer({ name, title, service: release, kubeconfig }),
    ];
    super(TYPES[kind], name, kind === 'eastWest' ? { cluster, network } : { cluster }, opts);
    const chart = istioChart(
      `${name}-chart`,
      { source: charts, chart: 'gateway', release, values, scope },
      {
        parent: this,
        provider,
        dependsOn: [...args.injectedBy],
        transforms,
      },
    );
    this.ready = rollout.of(chart, chart.resources);
    const reached = pulumi.output(this.ready).apply(() => gatewayAddresses(chart, plan));
    this.addresses = reached.apply(({ addresses }) => [...addresses]);
    this.ports = reached.apply(({ ports }) => ports);
    this.registerOutputs({ addresses: this.addresses, ports: this.ports });
  }
}
