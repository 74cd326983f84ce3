import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { EAST_WEST_GATEWAY_SELECTOR, GATEWAY_PORTS } from '../../model/names/east-west-gateway';
import { istiodGatewayName, istiodHost } from '../../model/names/istiod';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { Cluster } from '../cluster/cluster';
import type { PrimaryControlPlane } from './primary-control-plane';

/** Arguments of an exposure. */
export interface ControlPlaneExposureArgs {
  /** The primary. */
  readonly cluster: Cluster;
  /** Its control plane: it validates what is made here. */
  readonly controlPlane: PrimaryControlPlane;
}

/**
 * Opens a primary's istiod to its remotes and to machines, through its east-west gateway. TLS passes through to istiod, because machines outside
 * Kubernetes renew their certificates by client certificate, which a gateway that ends TLS would swallow.
 */
export class ControlPlaneExposure extends pulumi.ComponentResource {
  /** Its objects. */
  readonly objects: readonly pulumi.Resource[];

  constructor(name: string, args: ControlPlaneExposureArgs, opts?: pulumi.ComponentResourceOptions) {
    const { plan: cluster, provider } = args.cluster;
    const { istiod, revision } = args.controlPlane.plan;
    super('meshwork:controlplane:ControlPlaneExposure', name, { cluster: cluster.name, revision }, opts);
    const child = { parent: this, provider, dependsOn: args.controlPlane.validation };
    const service = istiodHost(revision);
    const gateway = istiodGatewayName(revision);
    const gatewayObject = new k8s.CustomResource(
      `${name}-gateway`,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: gateway, namespace: SYSTEM_NAMESPACE },
        spec: {
          selector: EAST_WEST_GATEWAY_SELECTOR,
          servers: [server('tls-istiod', GATEWAY_PORTS.istiod), server('tls-webhook', GATEWAY_PORTS.webhook)],
        },
      },
      child,
    );
    const routes = new k8s.CustomResource(
      `${name}-routes`,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: `${istiod}-vs`, namespace: SYSTEM_NAMESPACE },
        spec: {
          hosts: ['*'],
          gateways: [gateway],
          tls: [route(GATEWAY_PORTS.istiod, service, GATEWAY_PORTS.istiod), route(GATEWAY_PORTS.webhook, service, 443)],
        },
      },
      child,
    );
    this.objects = [gatewayObject, routes];
    this.registerOutputs({});
  }
}

function server(name: string, number: number) {
  return { port: { name, number, protocol: 'TLS' }, tls: { mode: 'PASSTHROUGH' }, hosts: ['*'] };
}

/** Any SNI goes to istiod: proxies name its Service, API servers the address or the Service, by their own choice. */
function route(port: number, service: string, number: number) {
  const host = `${service}.cluster.local`;
  return { match: [{ port, sniHosts: ['*'] }], route: [{ destination: { host, port: { number } } }] };
}
