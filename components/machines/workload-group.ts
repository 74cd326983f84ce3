import * as pulumi from '@pulumi/pulumi';
import type { WorkloadGroupPlan } from '../../model/plan/workload-group-plan';
import * as k8s from '../kubernetes';

/** Arguments of a workload group. */
export interface WorkloadGroupArgs {
  /** The plan of the group. */
  readonly plan: WorkloadGroupPlan;
  /** The provider of the cluster in which its objects are made. */
  readonly provider: k8s.Provider;
  /** Resources that its objects depend on: their namespace, and an istiod that validates them. */
  readonly after: readonly pulumi.Input<pulumi.Resource>[];
}

/** Machines outside Kubernetes that do the same work under one identity, as istiod knows them: the group, an entry for each machine, and their service. */
export class WorkloadGroup extends pulumi.ComponentResource {
  /** Its objects. */
  readonly objects: readonly pulumi.Resource[];

  constructor(name: string, { after, plan, provider }: WorkloadGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    const { configuredIn, key, namespace } = plan;
    super('meshwork:machines:WorkloadGroup', name, { cluster: configuredIn, namespace }, opts);
    const child = { parent: this, provider, dependsOn: [...after] };
    const group = new k8s.CustomResource(
      `${name}-group`,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'WorkloadGroup',
        metadata: { name: key, namespace },
        spec: {
          metadata: { labels: plan.labels },
          template: template(plan, plan.network),
          ...(plan.probe === undefined ? {} : { probe: plan.probe }),
        },
      },
      child,
    );
    const entries = plan.registration === 'declared' ? this.entries(name, plan, child) : [];
    this.objects = [group, ...entries, ...service(name, plan, child)];
    this.registerOutputs({});
  }

  /** Without `proxy.istio.io/health-checks-enabled`: with it, an entry would go when its machine loses the connection to istiod. */
  private entries(name: string, plan: WorkloadGroupPlan, child: pulumi.CustomResourceOptions): pulumi.Resource[] {
    return plan.machines.map(
      (machine) =>
        new k8s.CustomResource(
          `${name}-entry.${machine.name}`,
          {
            apiVersion: 'networking.istio.io/v1',
            kind: 'WorkloadEntry',
            metadata: { name: machine.name, namespace: plan.namespace, labels: plan.labels },
            spec: { address: machine.address, labels: plan.labels, ...template(plan, plan.entryNetwork) },
          },
          child,
        ),
    );
  }
}

function template({ locality, ports, serviceAccount, weight }: WorkloadGroupPlan, network: string) {
  return {
    serviceAccount,
    network,
    ...(Object.keys(ports).length === 0 ? {} : { ports }),
    ...(locality === undefined ? {} : { locality }),
    ...(weight === undefined ? {} : { weight }),
  };
}

function service(name: string, plan: WorkloadGroupPlan, child: pulumi.CustomResourceOptions): pulumi.Resource[] {
  const { namespace, service: planned } = plan;
  if (planned === undefined) return [];
  const { host, ports, selector } = planned;
  const metadata = { name: planned.name, namespace };
  if (host === undefined)
    return [
      new k8s.core.v1.Service(
        `${name}-service`,
        {
          // Kubernetes sees no endpoints: machines are none of its own.
          metadata: { ...metadata, annotations: { 'pulumi.com/skipAwait': 'true' } },
          spec: { selector, ports: ports.map((port) => ({ ...port, protocol: 'TCP' })) },
        },
        child,
      ),
    ];
  return [
    new k8s.CustomResource(
      `${name}-service-entry`,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'ServiceEntry',
        metadata,
        spec: {
          hosts: [host],
          location: 'MESH_INTERNAL',
          resolution: 'STATIC',
          ports: ports.map(({ appProtocol, name: port, port: number, targetPort }) => ({
            name: port,
            number,
            targetPort,
            protocol: appProtocol.toUpperCase(),
          })),
          workloadSelector: { labels: selector },
        },
      },
      child,
    ),
  ];
}
