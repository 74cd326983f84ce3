import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { loadBalancerEndpoints } from '../../model/plan/load-balancer-endpoints';
import { endpointsName } from '../../model/names/service';
import type { ServicePlan } from '../../model/plan/service-plan';
import { SERVICE_TYPES, stubUrn } from './mesh-aliases';

/** Arguments of the consumer's side of a service. */
export interface ConsumedServiceArgs {
  /** The cluster that uses it. */
  readonly cluster: string;
  /** The plan of the service. */
  readonly service: ServicePlan;
  /** Where it is open. */
  readonly exposures: readonly { readonly cluster: string; readonly addresses: pulumi.Output<string[]> }[];
  /** The port that it is open on, if that is not its own. */
  readonly port: number | undefined;
}

/** A Service in a cluster that runs none of its pods: same name, same namespace, and behind it the addresses where it is open. */
export class ConsumedService extends pulumi.ComponentResource {
  constructor(name: string, args: ConsumedServiceArgs, opts: pulumi.ComponentResourceOptions) {
    const { cluster, exposures, service } = args;
    super(SERVICE_TYPES.consumed, name, { cluster }, opts);
    const { namespace, ports } = service;
    const local = new k8s.core.v1.Service(
      `${name}-service`,
      {
        // Nothing in this cluster stands behind it, so there is nothing to wait for.
        metadata: { name: service.name, namespace, annotations: { 'pulumi.com/skipAwait': 'true' } },
        spec: {
          ports: ports.map(({ appProtocol, name: port, port: number }) => ({
            name: port,
            port: number,
            appProtocol,
            protocol: 'TCP',
          })),
        },
      },
      { parent: this, aliases: [stubUrn(service.key, cluster)] },
    );
    for (const exposure of exposures) {
      const behind = exposure.addresses.apply(loadBalancerEndpoints);
      new k8s.discovery.v1.EndpointSlice(
        `${name}-endpoints.${exposure.cluster}`,
        {
          metadata: {
            name: endpointsName(service.name, exposure.cluster),
            namespace,
            labels: { 'kubernetes.io/service-name': service.name },
          },
          addressType: behind.addressType,
          endpoints: behind.endpoints,
          ports: ports.map(({ appProtocol, name: port, port: number }) => ({
            name: port,
            port: args.port ?? number,
            appProtocol,
            protocol: 'TCP',
          })),
        },
        { parent: this, dependsOn: local },
      );
    }
    this.registerOutputs({});
  }
}
