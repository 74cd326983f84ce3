import { contains, sameAddress } from '../schema/address-range';
import { isMalformed, malformedNames } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import { unknownEntry } from '../problems/unknown-name';
import type { Spec, VirtualMachineSpec } from '../schema/config';
import { DEFAULT_SSH_KEY } from '../schema/virtual-machine';
import type { VirtualMachine } from '../topology/machines';
import type { Topology } from '../topology/topology';

/** A machine has a group, an address of its own in its network, and a way for SSH that knows whom it talks to. */
export function virtualMachineProblems(topology: Topology): Problem[] {
  const { spec, workloadGroups } = topology;
  const machines = [...workloadGroups.values()].flatMap((group) => group.machines);
  return [
    ...Object.entries(spec.virtualMachines).flatMap(([name, machine]) => [
      ...groupProblems(name, machine, spec),
      ...hostKeyProblems(['virtualMachines', name, 'ssh'], machine.ssh),
      ...(machine.ssh.bastion === undefined
        ? []
        : hostKeyProblems(['virtualMachines', name, 'ssh', 'bastion'], machine.ssh.bastion)),
      ...portProblems(name, machine, spec),
      ...keyProblems(name, spec),
    ]),
    ...strangers(spec),
    ...machines.flatMap((machine, index) => [
      ...addressProblems(machine, machines.slice(0, index), topology),
      ...serverProblems(machine, machines.slice(0, index)),
    ]),
  ];
}

function groupProblems(name: string, { group }: VirtualMachineSpec, spec: Spec): Problem[] {
  const known = Object.keys(spec.workloadGroups);
  if (known.includes(group)) return [];
  const path = configPath('virtualMachines', name, 'group');
  return unknownEntry(spec, 'workloadGroups', {
    path,
    name: group,
    kind: 'workload group of this configuration',
    known,
  });
}

function hostKeyProblems(
  above: readonly string[],
  { anyHostKey, hostKey }: { readonly anyHostKey: boolean; readonly hostKey?: string | undefined },
): Problem[] {
  const path = configPath(...above, 'hostKey');
  if (anyHostKey && hostKey !== undefined)
    return [{ path, found: 'a key, and `anyHostKey: true`', expected: 'one of the two' }];
  if (anyHostKey || hostKey !== undefined) return [];
  return [
    {
      path,
      found: 'nothing',
      expected: 'the public host key, or `anyHostKey: true` beside it',
      fix: 'Read it on the machine (/etc/ssh/ssh_host_ed25519_key.pub), or with ssh-keyscan on a network that you trust.',
    },
  ];
}

function portProblems(name: string, { group, ssh }: VirtualMachineSpec, spec: Spec): Problem[] {
  const { ports = {}, service } = spec.workloadGroups[group] ?? {};
  const served = Object.entries(ports).filter(([, number]) => number === ssh.port);
  // Where the group names its ports, one of the service that is not among them is refused already (workload-groups.ts).
  const called = Object.entries(Object.keys(ports).length === 0 ? (service?.ports ?? {}) : {}).filter(
    ([, { port, targetPort }]) => (targetPort ?? port) === ssh.port,
  );
  return [...served.map(([port]) => ['ports', port]), ...called.map(([port]) => ['service', 'ports', port])].map(
    (path) => ({
      path: configPath('workloadGroups', group, ...path),
      found: `${ssh.port}, the port of the SSH server of machine ${name}, which the proxy leaves alone`,
      expected: 'a port of the workload',
    }),
  );
}

function keyProblems(name: string, spec: Spec): Problem[] {
  if (spec.sshKeys[name] !== undefined || spec.sshKeys[DEFAULT_SSH_KEY] !== undefined) return [];
  if (isMalformed(spec, 'sshKeys', name) || isMalformed(spec, 'sshKeys', DEFAULT_SSH_KEY)) return [];
  return [
    {
      path: configPath('sshKeys'),
      found: `no key for machine ${name}`,
      expected: `a private key named ${name}, or one named ${DEFAULT_SSH_KEY} for all machines`,
      fix: `pulumi config set --path --secret 'meshwork:sshKeys.${name}' < FILE`,
    },
  ];
}

function strangers(spec: Spec): Problem[] {
  const known = [...Object.keys(spec.virtualMachines), ...malformedNames(spec, 'virtualMachines')];
  return Object.keys(spec.sshKeys)
    .filter((name) => name !== DEFAULT_SSH_KEY && !known.includes(name) && !isMalformed(spec, 'virtualMachines', name))
    .map((name) => ({
      path: configPath('sshKeys', name),
      found: `a key for "${name}", which is no machine of this configuration`,
      expected: `one of ${[...known, DEFAULT_SSH_KEY].join(', ')}`,
    }));
}

/** Whether two machines have one address in one network. */
function isTwin(one: VirtualMachine, other: VirtualMachine): boolean {
  return one.group.network === other.group.network && sameAddress(one.spec.address, other.spec.address);
}

function addressProblems(
  machine: VirtualMachine,
  earlier: readonly VirtualMachine[],
  { networks }: Topology,
): Problem[] {
  const { group, name, spec } = machine;
  const path = configPath('virtualMachines', name, 'address');
  const twin = earlier.find((other) => isTwin(other, machine));
  const elsewhere = [...networks.values()].flatMap((network) =>
    network === group.network
      ? []
      : network.spec.ranges.flatMap((range) =>
          contains(range, spec.address) ? [{ network: network.name, range }] : [],
        ),
  );
  return [
    ...(twin === undefined
      ? []
      : [
          {
            path,
            found: `${spec.address}, which machine ${twin.name} in network ${group.network.name} has as well`,
            expected: 'an address of one machine',
          },
        ]),
    ...elsewhere.map(({ network, range }) => ({
      path,
      found: `${spec.address}, which lies in ${range} of network ${network}`,
      expected: `an address of network ${group.network.name}, which the group is in`,
      fix: `Correct the address, or set ${configPath('workloadGroups', group.key, 'network')}.`,
    })),
  ];
}

/** Two machines behind one SSH server would be one that joins twice. */
function serverProblems(machine: VirtualMachine, earlier: readonly VirtualMachine[]): Problem[] {
  const twin = earlier.find((other) => serverOf(other) === serverOf(machine));
  // That both have one address, in one network, is said already.
  if (twin === undefined || isTwin(twin, machine)) return [];
  return [
    {
      path: configPath('virtualMachines', machine.name, 'ssh'),
      found: `the server ${serverOf(machine)}, by which machine ${twin.name} is set up as well`,
      expected: 'an SSH server of one machine',
    },
  ];
}

/** Where SSH dials, and through which bastion. */
function serverOf({ spec: { address, ssh } }: VirtualMachine): string {
  const { bastion, host = address, port } = ssh;
  return `${host}:${port}${bastion === undefined ? '' : ` behind ${bastion.host}:${bastion.port}`}`;
}
