import { contains, sameAddress } from '../schema/address-range';
import { isMalformed, malformedNames } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import { unknownEntry } from '../problems/unknown-name';
import type { Spec, VirtualMachineSpec } from '../schema/config';
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
    ...machines.flatMap((machine, index) => addressProblems(machine, machines.slice(0, index), topology)),
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
  const taken = Object.entries(spec.workloadGroups[group]?.ports ?? {}).filter(([, number]) => number === ssh.port);
  return taken.map(([port]) => ({
    path: configPath('workloadGroups', group, 'ports', port),
    found: `${ssh.port}, the port of the SSH server of machine ${name}, which the proxy leaves alone`,
    expected: 'a port of the workload',
  }));
}

/** The key of `sshKeys` for machines without a key of their own. */
const DEFAULT = 'default';

function keyProblems(name: string, spec: Spec): Problem[] {
  if (spec.sshKeys[name] !== undefined || spec.sshKeys[DEFAULT] !== undefined) return [];
  if (isMalformed(spec, 'sshKeys', name) || isMalformed(spec, 'sshKeys', DEFAULT)) return [];
  return [
    {
      path: configPath('sshKeys'),
      found: `no key for machine ${name}`,
      expected: `a private key named ${name}, or one named ${DEFAULT} for all machines`,
      fix: `pulumi config set --path --secret 'meshwork:sshKeys.${name}' < FILE`,
    },
  ];
}

function strangers(spec: Spec): Problem[] {
  const known = [...Object.keys(spec.virtualMachines), ...malformedNames(spec, 'virtualMachines')];
  return Object.keys(spec.sshKeys)
    .filter((name) => name !== DEFAULT && !known.includes(name) && !isMalformed(spec, 'virtualMachines', name))
    .map((name) => ({
      path: configPath('sshKeys', name),
      found: `a key for "${name}", which is no machine of this configuration`,
      expected: `one of ${[...known, DEFAULT].join(', ')}`,
    }));
}

function addressProblems(
  { group, name, spec }: VirtualMachine,
  earlier: readonly VirtualMachine[],
  { networks }: Topology,
): Problem[] {
  const path = configPath('virtualMachines', name, 'address');
  const twin = earlier.find(
    (other) => other.group.network === group.network && sameAddress(other.spec.address, spec.address),
  );
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
