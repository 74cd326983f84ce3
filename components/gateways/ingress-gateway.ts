import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { ingressRouteName } from '../../model/names';
import type { IngressGatewayPlan } from '../../model/plan/ingress-gateway-plan';
import { type ChartSource, istioChart } from '../charts';
import type { Cluster } from '../cluster/cluster';
import { loadBalancerAddresses } from './load-balancer-addresses';

/** What an ingress gateway is made from. */
export interface IngressGatewayArgs {
  /** The plan of the gateway. */
  readonly gateway: IngressGatewayPlan;
  /** The cluster that it stands in. */
  readonly cluster: Cluster;
  /** The cluster whose istiod configures it. */
  readonly configuredIn: Cluster;
  /** What has to be there before its pods can be injected. */
  readonly injectedBy: readonly pulumi.Resource[];
  /** What has to be there before its routes can be made. */
  readonly configuredAfter: readonly pulumi.Resource[];
  /** Where the charts come from. */
  readonly charts: ChartSource;
}

/** A gateway by which requests from outside enter a mesh: behind a load balancer of its own, routed by host. */
export class IngressGateway extends pulumi.ComponentResource {
  /** IP addresses of its load balancer, or host names where it yields those. */
  readonly addresses: pulumi.Output<string[]>;

  constructor(name: string, args: IngressGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster, configuredIn, gateway } = args;
    super('meshwork:gateways:IngressGateway', name, { cluster: gateway.cluster }, opts);
    const chart = istioChart(
      `${name}-chart`,
      { source: args.charts, chart: 'gateway', release: gateway.release, values: gateway.values },
      { parent: this, provider: cluster.provider, dependsOn: [...args.injectedBy] },
    );
    // Whoever calls it from outside resolves names, so that either kind will do.
    this.addresses = loadBalancerAddresses(chart, {
      expected: ['ip', 'hostname'],
      behind: `ingress gateway ${gateway.key} in cluster ${gateway.cluster}`,
    });
    const config = { parent: this, provider: configuredIn.provider, dependsOn: [...args.configuredAfter] };
    this.listen(`${name}-gateway`, gateway, config);
    for (const route of gateway.routes) this.route(`${name}-route.${route.name}`, gateway, route, config);
    this.registerOutputs({ addresses: this.addresses });
  }

  private listen(name: string, gateway: IngressGatewayPlan, opts: pulumi.CustomResourceOptions): void {
    if (gateway.routes.length === 0) return; // A Gateway without hosts is refused.
    new k8s.CustomResource(
      name,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: gateway.release, namespace: gateway.namespace },
        spec: {
          selector: gateway.selector,
          servers: [
            {
              port: { name: 'http', number: gateway.port, protocol: 'HTTP' },
              hosts: gateway.routes.flatMap(({ hosts }) => hosts),
            },
          ],
        },
      },
      opts,
    );
  }

  private route(
    name: string,
    gateway: IngressGatewayPlan,
    route: IngressGatewayPlan['routes'][number],
    opts: pulumi.CustomResourceOptions,
  ): void {
    new k8s.CustomResource(
      name,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: ingressRouteName(gateway.key, route.name), namespace: gateway.namespace },
        spec: {
          hosts: route.hosts,
          gateways: [gateway.release],
          http: [{ route: [{ destination: { host: route.destination, port: { number: route.port } } }] }],
        },
      },
      opts,
    );
  }
}
