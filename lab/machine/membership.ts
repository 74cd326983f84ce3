import { type MachineAddresses, type MachineRequest, planMachines } from '../network/machines';

/** Which machines a lab has, and which change of that is under way. */
export interface MachineMembership {
  /** Machines that are wanted, in the order of their numbers, whether or not they run already. */
  readonly machines: readonly MachineAddresses[];
  /** Machines of which something may be left: nothing else may have their names and numbers until it is gone. */
  readonly leavingMachines: readonly MachineAddresses[];
}

/** What a lab begins with. */
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
  // What was being taken away is gone by the time that it begins anew.
  const running = known.machines.filter(({ name }) => names.includes(name) && !leaving.includes(name));
  return {
    machines: planMachines(wanted, running, clusters),
    leavingMachines: [...known.leavingMachines, ...known.machines.filter((machine) => !running.includes(machine))],
  };
}
