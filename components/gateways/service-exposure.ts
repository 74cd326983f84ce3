import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { EAST_WEST_GATEWAY_SELECTOR, GATEWAY_PORTS, SERVICE_EXPOSURE } from '../../model/names/east-west-gateway';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { Cluster } from '../cluster/cluster';

/** Arguments of the exposure of services. */
export interface ServiceExposureArgs {
  /** A primary: config is read from it, also for the gateways of remotes that it serves. */
  readonly cluster: Cluster;
  /** Resources that are ready once its istiods validate what is made here. */
  readonly validatedBy: readonly pulumi.Input<pulumi.Resource>[];
}

/**
 * Opens port 15443 of east-west gateways: for every service where the mesh spans networks, else for those that federations export. TLS passes
 * through by SNI to the workload, so identities stay end to end. It is one Gateway for both, because a change from one to the other must be an
 * update: two for one service would be two filter chains with one match, which Envoy refuses together with the whole listener.
 */
export class ServiceExposure extends pulumi.ComponentResource {
  constructor(name: string, args: ServiceExposureArgs, opts?: pulumi.ComponentResourceOptions) {
    const { plan, provider } = args.cluster;
    super('meshwork:gateways:ServiceExposure', name, { cluster: plan.name, hosts: plan.exposes }, opts);
    new k8s.CustomResource(
      `${name}-gateway`,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: SERVICE_EXPOSURE, namespace: SYSTEM_NAMESPACE },
        spec: {
          selector: EAST_WEST_GATEWAY_SELECTOR,
          servers: [
            {
              port: { name: 'tls', number: GATEWAY_PORTS.tls, protocol: 'TLS' },
              tls: { mode: 'AUTO_PASSTHROUGH' },
              hosts: plan.exposes,
            },
          ],
        },
      },
      { parent: this, provider, dependsOn: [...args.validatedBy] },
    );
    this.registerOutputs({});
  }
}
