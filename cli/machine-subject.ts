import type { Reading } from '../config/read';
import type { MeshworkOutputs } from '../outputs/contract';
import { sshKeysOf } from '../model/machines/ssh-key';
import type { MachinePlan, WorkloadGroupPlan } from '../model/plan/workload-group-plan';
import { deployed } from './deployed';
import type { PlaceSubject, SubjectArgs } from './subject';
import type { SshTarget } from './ssh/ssh-config';
import { machineHost, PORTS } from './workloads/names';

/** One machine outside Kubernetes to be verified. */
export interface MachineSubject extends PlaceSubject {
  readonly kind: 'machine';
  readonly version: undefined;
  /** The address under which it is reached. */
  readonly address: string;
  /** The namespace of its group. */
  readonly namespace: string;
  /** Whether its proxy takes ports of the group alone. */
  readonly onlyGroupPorts: boolean;
  /** How it is reached by SSH; undefined if there is no key for it. Secret. */
  readonly target: SshTarget | undefined;
  /** Who signs its certificate for calls, if its istiod does not. */
  readonly authority: AuthoritySubject | undefined;
  /** When the certificate ends by which it proves to istiod who it is, RFC 3339; null for one that has a token. */
  readonly certificateExpiry: string | null;
  /** When the certificate ends that it shows in calls, RFC 3339; null where its istiod issues these. */
  readonly ownCertificateExpiry: string | null;
  /** How long before its end that certificate is renewed, in days. */
  readonly renewBeforeDays: number;
}

/** A mesh without clusters whose root signs certificates of machines. */
export interface AuthoritySubject {
  readonly mesh: string;
  /** PEM, as the stack's outputs say. */
  readonly rootCertificate: string;
}

/** The outputs that are read. A stack that was deployed before there were groups of machines has none. */
type Deployed = Pick<MeshworkOutputs, 'meshes'> & Partial<Pick<MeshworkOutputs, 'workloadGroups'>>;

/**
 * The machines of a mesh, but for those whose authority it does not trust: nothing answers them.
 *
 * @throws CommandError where one was not deployed.
 */
export function machineSubjects(
  mesh: string,
  reading: Reading,
  outputs: Deployed,
  args: SubjectArgs,
): MachineSubject[] {
  return reading.plan.workloadGroups
    .filter((group) => group.mesh === mesh && isTrusted(group, reading))
    .flatMap((group) => group.machines.map((machine) => machineSubject(machine, group, reading, outputs, args)))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Whether the mesh of a group trusts the authority of its machines. */
function isTrusted({ authority, mesh }: WorkloadGroupPlan, { plan }: Reading): boolean {
  return authority === undefined || plan.meshes.some(({ name, trusts }) => name === mesh && trusts.includes(authority));
}

/** Names of the machines of a mesh whose authority it does not trust. */
export function untrustedMachines(mesh: string, reading: Reading): string[] {
  return reading.plan.workloadGroups
    .filter((group) => group.mesh === mesh && !isTrusted(group, reading))
    .flatMap(({ machines }) => machines.map(({ name }) => name))
    .sort();
}

function machineSubject(
  machine: MachinePlan,
  group: WorkloadGroupPlan,
  { spec }: Reading,
  { meshes, workloadGroups: groups = {} }: Deployed,
  { namespace, stack }: SubjectArgs,
): MachineSubject {
  const { address, name, ssh } = machine;
  const { machines } = deployed(groups, group.key, 'workload group', stack);
  const { certificateExpiry, ownCertificateExpiry } = deployed(machines, name, 'virtual machine', stack);
  const keys = sshKeysOf(name, spec.sshKeys);
  return {
    name,
    kind: 'machine',
    mesh: group.mesh,
    network: group.network,
    serverNetwork: group.registration === 'auto' ? group.network : group.entryNetwork,
    version: undefined,
    servedBy: group.configuredIn,
    host: machineHost(name, namespace),
    serverPort: PORTS.machine,
    plainFrom: group.cluster,
    identities: { client: group.identity, server: group.identity },
    address,
    namespace: group.namespace,
    onlyGroupPorts: Object.keys(group.ports).length > 0,
    target:
      keys === undefined ? undefined : { host: ssh.host ?? address, ssh, key: keys.machine, bastionKey: keys.bastion },
    authority:
      group.authority === undefined
        ? undefined
        : {
            mesh: group.authority,
            rootCertificate: deployed(meshes, group.authority, 'mesh', stack).rootCertificate,
          },
    certificateExpiry,
    ownCertificateExpiry,
    renewBeforeDays: group.certificates.renewBeforeDays,
  };
}
