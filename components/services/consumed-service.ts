import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { loadBalancerEndpoints } from '../../model/plan/load-balancer-endpoints';
import { endpointsName } from '../../model/names/service';
import type { CrossClusterPlan, ServicePlan } from '../../model/plan/service-plan';
import { SERVICE_TYPES, stubUrn } from './mesh-aliases';

/** Where a service is open. */
interface Exposure {
  readonly cluster: string;
  readonly addresses: pulumi.Output<string[]>;
}

/** Arguments of the consumer's side of a service. */
export interface ConsumedServiceArgs {
  /** The cluster that uses it. */
  readonly cluster: string;
  /** The plan of the service. */
  readonly service: ServicePlan;
  /** Where it is open. */
  readonly exposures: readonly Exposure[];
  /** The kind of address that it is open at. */
  readonly address: CrossClusterPlan['address'];
  /** The port that it is open on, if that is not its own. */
  readonly port: number | undefined;
}

/**
 * A Service in a cluster that runs none of its pods: same name, same namespace, and behind it the addresses where it is open. Endpoints have no host
 * names, so where the service is open at one, the Service is another name for it (ExternalName). Such a Service has one name and changes no ports, for
 * which the rules see (model/rules/reach-addresses.ts).
 */
export class ConsumedService extends pulumi.ComponentResource {
  constructor(name: string, args: ConsumedServiceArgs, opts: pulumi.ComponentResourceOptions) {
    const { address, cluster, exposures, service } = args;
    super(SERVICE_TYPES.consumed, name, { cluster }, opts);
    const ports = service.ports.map(({ appProtocol, name: port, port: number }) => ({
      name: port,
      port: number,
      appProtocol,
      protocol: 'TCP',
    }));
    const [first] = exposures;
    const local = new k8s.core.v1.Service(
      `${name}-service`,
      {
        // Nothing in this cluster stands behind it, so there is nothing to wait for.
        metadata: {
          name: service.name,
          namespace: service.namespace,
          annotations: { 'pulumi.com/skipAwait': 'true' },
        },
        spec:
          address === 'hostname' && first !== undefined
            ? { type: 'ExternalName', externalName: first.addresses.apply(onlyName), ports }
            : { ports },
      },
      { parent: this, aliases: [stubUrn(service.key, cluster)] },
    );
    if (address === 'ip') for (const exposure of exposures) this.endpoints(name, exposure, args, local);
    this.registerOutputs({});
  }

  private endpoints(
    name: string,
    exposure: Exposure,
    { port: open, service }: ConsumedServiceArgs,
    local: k8s.core.v1.Service,
  ): void {
    const behind = exposure.addresses.apply(loadBalancerEndpoints);
    new k8s.discovery.v1.EndpointSlice(
      `${name}-endpoints.${exposure.cluster}`,
      {
        metadata: {
          name: endpointsName(service.name, exposure.cluster),
          namespace: service.namespace,
          labels: { 'kubernetes.io/service-name': service.name },
        },
        addressType: behind.addressType,
        endpoints: behind.endpoints,
        ports: service.ports.map(({ appProtocol, name: port, port: number }) => ({
          name: port,
          port: open ?? number,
          appProtocol,
          protocol: 'TCP',
        })),
      },
      { parent: this, dependsOn: local },
    );
  }
}

/** The name of a load balancer: one that has several has them for the same listeners. */
function onlyName(addresses: readonly string[]): string {
  return addresses[0] ?? '';
}
