import { LabError } from '../error';
import { requireName } from './plan';

/** A virtual machine as asked for on the command line. */
export interface MachineRequest {
  readonly name: string;
}

/** Every address of one machine, which is alone in its network. */
export interface MachineAddresses extends MachineRequest {
  /** Which of the lab's machines it is, from 1 on; no other has it while this one is there, and all addresses follow from it. */
  readonly number: number;
  /** Interface of the lab's router that leads to the machine. */
  readonly routerInterface: string;
  readonly routerAddress: string;
  readonly address: string;
  /** Length of the prefix of the link between router and machine. */
  readonly linkPrefix: number;
}

/** Address of the router for the lab's own server. No cluster has the number 0. */
export const LAB_ADDRESS = '10.0.0.1';

/** Links of machines are 10.0.51 to 10.0.99; those of clusters end at 10.0.49. */
const FIRST_LINK = 50;
const MOST_MACHINES = 49;

/** Requests for a number of machines: vm-1, vm-2 and so on. */
export function countedMachines(count: number): MachineRequest[] {
  return Array.from({ length: count }, (_, index) => ({ name: `vm-${index + 1}` }));
}

/**
 * Gives each machine its addresses: machine n has 10.0.(50+n).2.
 * @param running Machines that have their addresses already and keep them; the others get the lowest free numbers, in the order given.
 * @param clusters Names that machines cannot have, because their clusters have them.
 * @returns The machines in the order of their numbers.
 * @throws LabError if a name is no DNS label, is named twice or is that of a cluster, or if there are too many.
 */
export function planMachines(
  machines: readonly MachineRequest[],
  running: readonly MachineAddresses[],
  clusters: readonly string[],
): MachineAddresses[] {
  if (machines.length > MOST_MACHINES) {
    throw new LabError(`A lab has room for ${MOST_MACHINES} machines, but ${machines.length} were asked for.`);
  }
  const names = machines.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    requireName('machine', name);
    if (names.indexOf(name) !== index) throw new LabError(`Machine ${name} is named twice.`);
    if (clusters.includes(name)) throw new LabError(`Machine ${name} has the name of a cluster: give it another one.`);
  }
  const taken = new Set(running.map(({ number }) => number));
  const free = Array.from({ length: MOST_MACHINES }, (_, index) => index + 1).filter((number) => !taken.has(number));
  return names
    .map((wanted) => running.find(({ name }) => name === wanted) ?? addressesOf(wanted, free.shift() ?? Infinity))
    .sort((a, b) => a.number - b.number);
}

function addressesOf(name: string, number: number): MachineAddresses {
  const link = `10.0.${FIRST_LINK + number}`;
  return {
    name,
    number,
    routerInterface: `machine${number}`,
    routerAddress: `${link}.254`,
    address: `${link}.2`,
    linkPrefix: 24,
  };
}
