import * as pulumi from '@pulumi/pulumi';
import type { Plan } from '../../model/plan/plan';
import type { WorkloadGroupPlan } from '../../model/plan/workload-group-plan';
import type * as k8s from '../kubernetes';
import { Made } from '../made';
import type { Mesh } from '../mesh';
import type { IntermediateCa } from '../trust/intermediate-ca';
import type { SshKeys } from './ssh-connection';
import { VirtualMachine } from './virtual-machine';
import { WorkloadGroup } from './workload-group';
import { WorkloadNamespace } from './workload-namespace';

/** The cluster in which the objects of a workload group are made. */
export interface ConfiguringCluster {
  readonly provider: k8s.Provider;
  /** Resources that are ready once its istiod validates objects. */
  readonly validatedBy: readonly pulumi.Resource[];
  readonly intermediate: IntermediateCa;
  /** Its east-west gateway, by which machines reach its istiod. */
  readonly gateway: { readonly addresses: pulumi.Output<string[]>; readonly chart: pulumi.Resource };
  /** The objects that open its istiod on that gateway. */
  readonly exposures: readonly pulumi.Resource[];
}

/** Arguments of machines. */
export interface MachinesArgs {
  readonly plan: Plan;
  readonly cluster: (name: string) => ConfiguringCluster;
  readonly mesh: (name: string) => Mesh;
  /** Private keys for SSH, by machine. Secret. */
  readonly sshKeys: SshKeys;
}

/** All workload groups of a plan with their machines. */
export class Machines {
  /** Machines by name. */
  readonly virtualMachines = new Made<VirtualMachine>();
  private readonly namespaces = new Made<WorkloadNamespace>();

  constructor(private readonly args: MachinesArgs) {
    const { cluster, plan } = args;
    for (const namespace of plan.workloadNamespaces) {
      const name = `${namespace.cluster}-workloads.${namespace.namespace}`;
      const { provider } = cluster(namespace.cluster);
      this.namespaces.set(name, new WorkloadNamespace(name, { plan: namespace, provider }));
    }
    for (const group of plan.workloadGroups) this.group(group);
  }

  private group(group: WorkloadGroupPlan): void {
    const { configuredIn, key, mesh, namespace } = group;
    const home = this.args.cluster(configuredIn);
    const { objects } = this.namespaces.the(`${configuredIn}-workloads.${namespace}`);
    const { objects: known } = new WorkloadGroup(`${key}-workload-group`, {
      plan: group,
      provider: home.provider,
      after: [...objects, ...home.validatedBy],
    });
    const roots = pulumi.concat(...[...this.args.mesh(mesh).roots.values()].map(({ certificate }) => certificate));
    for (const machine of group.machines)
      this.virtualMachines.set(
        machine.name,
        new VirtualMachine(`${machine.name}-machine`, {
          machine,
          group,
          roots,
          intermediate: home.intermediate,
          istiodAddresses: home.gateway.addresses,
          sshKeys: this.args.sshKeys,
          after: [...known, home.gateway.chart, ...home.exposures],
        }),
      );
  }
}
