import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { exposureName } from '../../model/names/service';
import { type CrossClusterPlan, INGRESS_CONTROLLER_PORT, type ServicePlan } from '../../model/plan/service-plan';
import { consumedName, SERVICE_TYPES } from './mesh-aliases';
import { ConsumedService } from './consumed-service';
import { ExposedService } from './exposed-service';

/** Arguments of a cross-cluster service. */
export interface CrossClusterServiceArgs {
  /** The plan of the service. */
  readonly service: ServicePlan;
  /** How it is reached. */
  readonly plan: CrossClusterPlan;
  /** The provider of a cluster that takes part. */
  readonly provider: (cluster: string) => k8s.Provider;
  /** Resources of a cluster that are ready once its istiod validates policies. */
  readonly validatedBy: (cluster: string) => pulumi.Input<pulumi.Resource>[];
  /** Where the service was open in a cluster that is offline now; undefined for one that is not. */
  readonly addressesBefore: (cluster: string) => readonly string[] | undefined;
}

/**
 * A service of one cluster that others use without sharing a mesh with it: opened where it runs, by a load balancer or an Ingress, and
 * a Service of the same name where it is used.
 */
export class CrossClusterService extends pulumi.ComponentResource {
  /** Addresses under which it is open, by the cluster that runs it. */
  readonly addresses: Readonly<Record<string, pulumi.Output<string[]>>>;

  constructor(name: string, args: CrossClusterServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { plan, service } = args;
    super(
      SERVICE_TYPES.crossCluster,
      name,
      { service: service.name, namespace: service.namespace, by: plan.by.kind },
      opts,
    );
    const exposures = service.clusters.flatMap((cluster) => {
      const before = args.addressesBefore(cluster);
      if (before !== undefined) return before.length === 0 ? [] : [{ cluster, addresses: pulumi.output([...before]) }];
      const exposure = new ExposedService(
        `${name}-in.${cluster}`,
        { cluster, service, plan, objectName: exposureName(service.name) },
        { parent: this, providers: [args.provider(cluster)] },
      );
      return { cluster, addresses: exposure.addresses };
    });
    for (const cluster of plan.plaintextIn) this.acceptPlaintext(`${name}-plaintext-in.${cluster}`, cluster, args);
    for (const cluster of plan.consumers)
      new ConsumedService(
        consumedName(name, cluster),
        {
          cluster,
          service,
          exposures,
          address: plan.address,
          port: plan.by.kind === 'ingress' ? INGRESS_CONTROLLER_PORT : undefined,
        },
        { parent: this, providers: [args.provider(cluster)] },
      );
    this.addresses = Object.fromEntries(exposures.map(({ cluster, addresses }) => [cluster, addresses]));
    this.registerOutputs({ addresses: this.addresses });
  }

  /** A policy for the pods of this service alone, and for its ports alone: all else stays as the mesh has it. */
  private acceptPlaintext(name: string, cluster: string, args: CrossClusterServiceArgs): void {
    const { plan, service } = args;
    new k8s.CustomResource(
      name,
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: exposureName(service.name), namespace: service.namespace },
        spec: {
          selector: { matchLabels: plan.selector },
          portLevelMtls: Object.fromEntries(
            service.ports.map(({ targetPort }) => [String(targetPort), { mode: 'PERMISSIVE' }]),
          ),
        },
      },
      { parent: this, provider: args.provider(cluster), dependsOn: args.validatedBy(cluster) },
    );
  }
}
