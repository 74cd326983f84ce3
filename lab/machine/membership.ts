import { type MachineAddresses, type MachineRequest, planMachines } from '../network/machines';

/** The machines of a lab, and the machines that are being taken away. */
export interface MachineMembership {
  /** Machines that are wanted, in the order of their numbers, whether or not they run already. */
  readonly machines: readonly MachineAddresses[];
  /** Machines that may still have processes or files. Their names and numbers are taken until those are gone. */
  readonly leavingMachines: readonly MachineAddresses[];
}

/** The machines of a new lab. */
export const NO_MACHINES: MachineMembership = { machines: [], leavingMachines: [] };

/**
 * Plans how a lab gets from the machines that it has to those that are wanted, as for clusters.
 * @param clusters Names of the clusters that the lab is to have or still has.
 * @param wanted All machines that the lab is to have; unless given, those that it has.
 * @throws LabError as `planMachines` does.
 */
export function planMachineMembership(
  known: MachineMembership,
  clusters: readonly string[],
  wanted: readonly MachineRequest[] = known.machines,
): MachineMembership {
  const names = wanted.map(({ name }) => name);
  const leaving = known.leavingMachines.map(({ name }) => name);
  // A machine that was being taken away is removed first, and a new one of the same name starts from nothing.
  const running = known.machines.filter(({ name }) => names.includes(name) && !leaving.includes(name));
  return {
    machines: planMachines(wanted, running, clusters),
    leavingMachines: [...known.leavingMachines, ...known.machines.filter((machine) => !running.includes(machine))],
  };
}
