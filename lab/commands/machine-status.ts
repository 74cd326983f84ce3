import { run } from '../build/command';
import { labEnvironment } from '../environment';
import { type MachineAccess, readMachineInformation } from '../machine/access';
import { type MachineContext, machineContexts } from '../machine/context';
import { ssh } from '../machine/ssh';
import { enterLab } from '../namespace/enter';
import { runsInside } from '../namespace/running';
import type { LabRecord, LabState } from '../state';

/** The state of a machine that should be running. */
export interface MachineStatus extends MachineAccess {
  readonly name: string;
  /** Whether its processes run. */
  readonly running: boolean;
  /** State of its systemd, such as `running`, or `degraded` if a unit has failed; undefined if no login succeeds. */
  readonly state?: string;
}

/** Looks at the machines of a running lab. Machines without files are not among them: they are unfinished. */
export async function machineStatuses(state: LabState, record: LabRecord): Promise<MachineStatus[]> {
  const contexts = await machineContexts(state, record.machines);
  const accesses = (await readMachineInformation(state))?.machines ?? {};
  const statuses = contexts.map(async (machine) => {
    const access = accesses[machine.name];
    return access === undefined ? [] : [await machineStatus(state, record, machine, access)];
  });
  return (await Promise.all(statuses)).flat();
}

/** Whether a machine runs and can be reached. Units of the machine may have failed. */
export function isMachineHealthy({ running, state }: MachineStatus): boolean {
  return running && state !== undefined;
}

/** One line about a machine, for people. */
export function describeMachine({ address, name, running, state, user }: MachineStatus): string {
  return `  ${name}  ${user}@${address}  ${running ? (state ?? 'DOES NOT ANSWER') : 'NOT RUNNING'}\n`;
}

async function machineStatus(
  state: LabState,
  { outer }: LabRecord,
  machine: MachineContext,
  access: MachineAccess,
): Promise<MachineStatus> {
  const running = await runsInside(outer, machine.identity);
  // The command fails if the answer is not `running`.
  const ask = ssh(access, ['systemctl is-system-running || true']);
  const [command = '', ...args] = enterLab({ outer, cgroup: state.id }, ask, '/');
  const answer = running
    ? await run(command, args, { env: labEnvironment(state, machine.artifacts) }).catch(() => undefined)
    : undefined;
  return { name: machine.name, ...access, running, ...(answer === undefined ? {} : { state: answer.trim() }) };
}
