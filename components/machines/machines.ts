import type * as pulumi from '@pulumi/pulumi';
import type { SshKeys } from '../../model/machines/ssh-key';
import type { Plan } from '../../model/plan/plan';
import type { WorkloadGroupPlan } from '../../model/plan/workload-group-plan';
import { type Accesses, kubeconfigOf } from '../cluster/access';
import { Made } from '../made';
import type { MadeBefore } from '../made-before';
import { ClientPolicy } from './client-policy';

import { VirtualMachine } from './virtual-machine';
import { WorkloadGroup } from './workload-group';
import { WorkloadNamespace } from './workload-namespace';

/** Arguments of machines. */
export interface MachinesArgs {
  readonly plan: Plan;
  /** Private keys for SSH, by machine. Secret. */
  readonly sshKeys: SshKeys;
  readonly made: MadeBefore;
  readonly accesses: Accesses;
}

/** The workload groups of a plan with their machines. */
export class Machines {
  /** Machines by name. */
  readonly virtualMachines = new Made<VirtualMachine>();
  private readonly namespaces = new Made<WorkloadNamespace>();

  constructor(private readonly args: MachinesArgs) {
    const { made, plan } = args;
    for (const namespace of plan.workloadNamespaces) {
      const name = `${namespace.cluster}-workloads.${namespace.namespace}`;
      const { provider } = made.clusters.the(namespace.cluster);
      this.namespaces.set(name, new WorkloadNamespace(name, { plan: namespace, provider }));
    }
    for (const group of plan.workloadGroups) this.group(group);
  }

  private group(group: WorkloadGroupPlan): void {
    const { configuredIn, key, namespace } = group;
    const { clusters, dependencies } = this.args.made;
    const { objects } = new WorkloadGroup(`${key}-workload-group`, {
      plan: group,
      provider: clusters.the(configuredIn).provider,
      after: [
        ...this.namespaces.the(`${configuredIn}-workloads.${namespace}`).objects,
        ...dependencies.the(configuredIn).ofConfig,
      ],
    });
    this.clientPolicyOf(group);
    this.virtualMachinesOf(group, objects);
  }

  private clientPolicyOf({ clientPolicy, key }: WorkloadGroupPlan): void {
    const { clusters, dependencies, primaries } = this.args.made;
    if (clientPolicy === undefined) return;
    for (const primary of clientPolicy.toldIn)
      new ClientPolicy(`${primary}-machine-clients.${key}`, {
        cluster: clusters.the(primary),
        group: key,
        plan: clientPolicy,
        validatedBy: dependencies.the(primary).ofConfig,
        trustBundle: primaries.the(primary).trustBundle,
      });
  }

  private virtualMachinesOf(group: WorkloadGroupPlan, objects: readonly pulumi.Resource[]): void {
    const { accesses, made, sshKeys } = this.args;
    const { eastWestGateways, meshes, primaries } = made;
    const { exposures, intermediate } = primaries.the(group.configuredIn);
    const authority = group.authority === undefined ? undefined : meshes.the(group.authority);
    for (const machine of group.machines) {
      if (machine.state !== 'active') continue;
      // Asked for here: a group without machines needs no gateway of its cluster.
      const gateway = eastWestGateways.the(group.configuredIn);
      const made = new VirtualMachine(`${machine.name}-machine`, {
        machine,
        group,
        intermediate,
        kubeconfig: kubeconfigOf(group.configuredIn, accesses),
        sshKeys,
        authority,
        roots: meshes.the(group.mesh).rootCertificates,
        istiodAddresses: gateway.addresses,
        after: [...objects, gateway.ready, ...exposures],
      });
      this.virtualMachines.set(machine.name, made);
    }
  }
}
