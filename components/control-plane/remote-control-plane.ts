import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { isIPv6 } from 'node:net';
import { GATEWAY_PORTS, istiodName, SYSTEM_NAMESPACE } from '../../spec/names';
import { type ChartSource, istioChart } from '../charts';
import type { Cluster } from '../cluster/cluster';

/** What a remote's control plane is made from. */
export interface RemoteControlPlaneArgs {
  /** The remote. */
  readonly cluster: Cluster;
  /** IP addresses of the primary's east-west gateway. */
  readonly primaryAddresses: pulumi.Input<string[]>;
  /** Where the charts come from. */
  readonly charts: ChartSource;
}

const PORTS = [
  { name: 'tcp-istiod', port: GATEWAY_PORTS.istiod, targetPort: GATEWAY_PORTS.istiod },
  { name: 'tcp-webhook', port: 443, targetPort: GATEWAY_PORTS.webhook },
] as const;

/**
 * A control plane that lives elsewhere: a Service `istiod` whose endpoint is the primary's east-west gateway, and the webhook that has pods
 * injected by it. The Service is not the chart's, because its address is unknown until the gateway has one.
 */
export class RemoteControlPlane extends pulumi.ComponentResource {
  /** The istiod chart of the remote: webhook, and the roles by which the primary reads and writes. */
  readonly istiod: k8s.helm.v4.Chart;

  constructor(name: string, args: RemoteControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    const { base, namespace, plan, provider } = args.cluster;
    super(
      'meshwork:controlplane:RemoteControlPlane',
      name,
      { cluster: plan.name, servedBy: plan.servedBy, revision: plan.revision },
      opts,
    );
    const child = { parent: this, provider };
    const service = istiodName(plan.revision);
    const metadata = { name: service, namespace: SYSTEM_NAMESPACE };
    new k8s.core.v1.Service(
      `${name}-service`,
      {
        // Nothing in this cluster stands behind it, so there is nothing to wait for.
        metadata: { ...metadata, annotations: { 'pulumi.com/skipAwait': 'true' } },
        spec: { ports: PORTS.map((port) => ({ ...port, protocol: 'TCP' })) },
      },
      { ...child, dependsOn: namespace },
    );
    const addresses = pulumi.output(args.primaryAddresses);
    const endpoints = new k8s.discovery.v1.EndpointSlice(
      `${name}-endpoints`,
      {
        metadata: { ...metadata, labels: { 'kubernetes.io/service-name': service } },
        addressType: addresses.apply((ips) => (ips.every(isIPv6) ? 'IPv6' : 'IPv4')),
        endpoints: [{ addresses, conditions: { ready: true } }],
        ports: PORTS.map(({ name: port, targetPort }) => ({ name: port, port: targetPort, protocol: 'TCP' })),
      },
      { ...child, dependsOn: namespace },
    );
    this.istiod = istioChart(
      `${name}-istiod`,
      { source: args.charts, chart: 'istiod', release: service, values: plan.istiodValues },
      // A webhook without an address behind it would keep every injected pod from starting.
      { ...child, dependsOn: [base, endpoints] },
    );
    this.registerOutputs({});
  }
}
