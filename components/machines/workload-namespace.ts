import * as pulumi from '@pulumi/pulumi';
import type { WorkloadNamespacePlan } from '../../model/plan/workload-namespace-plan';
import * as k8s from '../kubernetes';

/** Arguments of a namespace of workload groups. */
export interface WorkloadNamespaceArgs {
  /** The plan of the namespace. */
  readonly plan: WorkloadNamespacePlan;
  /** The provider of the cluster. */
  readonly provider: k8s.Provider;
}

/** A namespace of workload groups in the cluster whose istiod serves them, and their service accounts: as far as they are not there already. */
export class WorkloadNamespace extends pulumi.ComponentResource {
  /** The objects that were made. */
  readonly objects: readonly pulumi.Resource[];

  constructor(name: string, { plan, provider }: WorkloadNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster, made, namespace, serviceAccounts } = plan;
    super('meshwork:machines:WorkloadNamespace', name, { cluster, namespace }, opts);
    const child = { parent: this, provider };
    const objects: pulumi.Resource[] = made
      ? [new k8s.core.v1.Namespace(`${name}-namespace`, { metadata: { name: namespace } }, child)]
      : [];
    const accounts = serviceAccounts.map(
      (account) =>
        new k8s.core.v1.ServiceAccount(
          `${name}-account.${account}`,
          { metadata: { name: account, namespace } },
          { ...child, dependsOn: [...objects] },
        ),
    );
    this.objects = [...objects, ...accounts];
    this.registerOutputs({});
  }
}
