import { remote } from '@pulumi/command';
import * as pulumi from '@pulumi/pulumi';
import type { SshKeys } from '../../model/machines/ssh-key';
import type { MachinePlan, WorkloadGroupPlan } from '../../model/plan/workload-group-plan';
import type { Mesh } from '../mesh';
import type { IntermediateCa } from '../trust/intermediate-ca';
import { MachineCertificate } from './machine-certificate';
import { MachineToken } from './machine-token';
import { certificateProof } from './proof';
import { type OwnCertificate, provisioning } from './provisioning';
import { sshConnection } from './ssh-connection';

/** Arguments of a machine. */
export interface VirtualMachineArgs {
  /** The plan of the machine. */
  readonly machine: MachinePlan;
  /** The plan of its group. */
  readonly group: WorkloadGroupPlan;
  /** The authority of the istiod that the machine asks. */
  readonly intermediate: IntermediateCa;
  /** The mesh whose root signs the certificate that the machine shows in calls. Undefined if its istiod does. */
  readonly authority: Mesh | undefined;
  /** Certificates of the roots of its mesh, PEM. */
  readonly roots: pulumi.Input<string>;
  /** A kubeconfig of the cluster whose istiod the machine asks. Secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Addresses of the east-west gateway by which the machine reaches istiod. */
  readonly istiodAddresses: pulumi.Input<string[]>;
  /** Private keys for SSH, by machine. Secret. */
  readonly sshKeys: SshKeys;
  /** Resources that the machine depends on: its group, and the way to its istiod. */
  readonly after: readonly pulumi.Input<pulumi.Resource>[];
}

/**
 * A machine outside Kubernetes in a mesh: its proofs of identity, and a command by SSH that installs Istio's proxy on it, and removes it when the machine leaves.
 * Everything secret goes by standard input, because the provider prints the command itself when it fails.
 */
export class VirtualMachine extends pulumi.ComponentResource {
  /** When the certificate ends by which it proves to istiod who it is, RFC 3339; undefined if a token does. */
  readonly certificateExpiry: pulumi.Output<string> | undefined;
  /** When the certificate ends that it shows in calls, RFC 3339. Undefined if its istiod issues these. */
  readonly ownCertificateExpiry: pulumi.Output<string> | undefined;

  constructor(name: string, args: VirtualMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    const { after, authority, group, istiodAddresses, kubeconfig, machine, roots, sshKeys } = args;
    super('meshwork:machines:VirtualMachine', name, { group: group.key, address: machine.address }, opts);
    const certificate = group.proof === 'certificate' ? this.certificate(name, args) : undefined;
    const proof =
      certificate === undefined
        ? new MachineToken(`${name}-token`, { machine, group, kubeconfig, after }, { parent: this }).proof
        : certificateProof(certificate);
    const own = authority === undefined ? undefined : this.ownCertificate(name, args, authority);
    const { host = machine.address, port } = machine.ssh;
    new remote.Command(
      `${name}-sidecar`,
      {
        connection: pulumi.secret(sshConnection(machine, sshKeys)),
        create: 'bash -s join',
        update: 'bash -s join',
        delete: 'bash -s leave',
        // It would hand them over as variables, which SSH servers refuse.
        addPreviousOutputInEnv: false,
        stdin: pulumi.secret(provisioning({ machine, proof, own, roots, istiodAddresses })),
        // Another address is another machine: it joins, and the one before leaves.
        triggers: [`${host}:${port}`],
      },
      {
        parent: this,
        dependsOn: [...after],
        // Should both addresses lead to one machine, it would leave after it has joined.
        deleteBeforeReplace: true,
        retainOnDelete: machine.onDelete === 'forget',
        // Longer than all limits of the script together.
        customTimeouts: { create: '30m', update: '30m', delete: '15m' },
      },
    );
    this.certificateExpiry = certificate?.expiry;
    this.ownCertificateExpiry = own?.certificate.expiry;
    this.registerOutputs(certificate === undefined ? {} : { certificateExpiry: certificate.expiry });
  }

  /** By which it proves to istiod who it is. */
  private certificate(name: string, { group, intermediate, machine }: VirtualMachineArgs): MachineCertificate {
    return new MachineCertificate(
      `${name}-certificate`,
      {
        machine: machine.name,
        identity: group.istiodIdentity,
        certificates: group.certificates,
        signer: intermediate,
        authorities: intermediate.chain,
      },
      { parent: this },
    );
  }

  /** Signed by the root itself: a root from outside may allow no intermediate below it. */
  private ownCertificate(name: string, { group, machine }: VirtualMachineArgs, authority: Mesh): OwnCertificate {
    const certificate = new MachineCertificate(
      `${name}-own-identity`,
      {
        machine: machine.name,
        identity: group.identity,
        certificates: group.certificates,
        signer: authority.signer.signing,
      },
      { parent: this },
    );
    return { certificate, roots: authority.rootCertificates };
  }
}
