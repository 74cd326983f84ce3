import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { EAST_WEST_GATEWAY_SELECTOR, EXPORTS, GATEWAY_PORTS, SYSTEM_NAMESPACE } from '../../spec/names';
import type { Cluster } from '../cluster/cluster';
import type { PrimaryControlPlane } from '../control-plane/primary-control-plane';

/** What the exports of a primary are made from. */
export interface ExportedServicesArgs {
  /** A primary: config is read from it, also for the gateways of remotes that it serves. */
  readonly cluster: Cluster;
  /** Its control plane: it validates what is made here. */
  readonly controlPlane: PrimaryControlPlane;
}

/** Opens port 15443 of east-west gateways for exported services, and for nothing else. TLS passes through by SNI to the workload. */
export class ExportedServices extends pulumi.ComponentResource {
  constructor(name: string, args: ExportedServicesArgs, opts?: pulumi.ComponentResourceOptions) {
    const { plan, provider } = args.cluster;
    super('meshwork:federation:ExportedServices', name, { cluster: plan.name, hosts: plan.exports }, opts);
    new k8s.apiextensions.CustomResource(
      `${name}-gateway`,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: EXPORTS, namespace: SYSTEM_NAMESPACE },
        spec: {
          selector: EAST_WEST_GATEWAY_SELECTOR,
          servers: [
            {
              port: { name: 'tls', number: GATEWAY_PORTS.tls, protocol: 'TLS' },
              tls: { mode: 'AUTO_PASSTHROUGH' },
              hosts: plan.exports,
            },
          ],
        },
      },
      { parent: this, provider, dependsOn: args.controlPlane.istiod },
    );
    this.registerOutputs({});
  }
}
