import { type ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandError, run } from '../build/command';
import { searchPath } from '../cluster/context';
import { LabError } from '../error';
import { cgroupMounts } from '../namespace/cgroup-mounts';
import { removeCgroups } from '../namespace/cgroup-removal';
import { ensureDaemon, lastLines } from '../namespace/daemon';
import { createSupervisedGroups, supervisorGroups } from '../namespace/cgroups';
import { joinGroups } from '../namespace/enter';
import { isAlive, type ProcessIdentity } from '../namespace/process-identity';
import { patiently } from '../patience';
import type { Progress } from '../progress';
import { sideBySide } from '../side-by-side';
import { readJson } from '../state';
import type { MachineAccess } from './access';
import { type MachineContext, requireMachineArtifacts } from './context';
import { ssh } from './ssh';

const START_TIMEOUT_MS = 120_000;
const ATTEMPT_INTERVAL_MS = 200;
const SCRIPT = path.join(__dirname, 'machine.sh');

/** Starts the machines that do not run, side by side, and waits until each has booted and its user can log in. To be called inside the lab. */
export async function startMachines(
  machines: readonly MachineContext[],
  accesses: Readonly<Record<string, MachineAccess>>,
  progress: Progress,
): Promise<void> {
  const starts = machines.map((machine) => {
    const access = accesses[machine.name];
    if (access === undefined) throw new LabError(`Machine ${machine.name} was not prepared.`);
    return progress.step(`Start machine ${machine.name}`, () => startMachine(machine, access));
  });
  await sideBySide(...starts);
}

/**
 * Kills all processes of a machine, which are those of its control groups, and removes the groups. Its files stay. To be called
 * inside the lab; does no harm if the machine has ended or was never started.
 */
export async function endMachine(machine: MachineContext): Promise<void> {
  await removeCgroups(cgroupMounts(), machine.group);
}

async function startMachine(machine: MachineContext, access: MachineAccess): Promise<void> {
  let ended: string | undefined;
  let child: ChildProcess | undefined;
  const mounts = cgroupMounts();
  const { root } = requireMachineArtifacts(machine.artifacts);
  const { name, routerInterface } = machine.addresses;
  const known = await readJson<ProcessIdentity>(machine.identity);
  if (known === undefined || !isAlive(known)) {
    // An interrupted start may have left processes without a file that names them.
    await endMachine(machine);
    await createSupervisedGroups(mounts, machine.group);
  }
  await ensureDaemon(
    {
      // Each becomes the next one.
      command: joinGroups(supervisorGroups(mounts, machine.group), [
        ...['sh', SCRIPT, name, routerInterface, root, machine.directory],
        ...mounts.map(({ mountPoint }) => path.join(mountPoint, machine.group)),
      ]),
      environment: { PATH: searchPath(machine.artifacts, '') },
      identity: machine.identity,
      log: machine.log,
    },
    (started) => {
      child = started;
      started.once('error', (error) => (ended = error.message));
      started.once('exit', (code, signal) => (ended = `it ended with ${signal ?? `exit code ${String(code)}`}`));
    },
  );
  try {
    await untilBooted(access, () => ended);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LabError(`Machine ${machine.name} did not boot: ${why}. ${await lastLines(machine.log)}`);
  } finally {
    child?.removeAllListeners();
  }
}

/** Waits until a machine has booted and its user can log in. Units of the machine may have failed. */
async function untilBooted(access: MachineAccess, ended: () => string | undefined): Promise<void> {
  const deadline = Date.now() + patiently(START_TIMEOUT_MS);
  // The command fails if a unit of the machine has failed, which is no failure of the lab.
  const [program = '', ...args] = ssh(access, ['systemctl is-system-running --wait || true']);
  for (;;) {
    try {
      await run(program, args, { timeoutMs: Math.max(1, deadline - Date.now()) });
      return;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const gone = ended();
      if (gone !== undefined) throw new LabError(gone);
      if (Date.now() > deadline) {
        throw new LabError(`no login succeeded within ${patiently(START_TIMEOUT_MS) / 1000} s`);
      }
      await delay(ATTEMPT_INTERVAL_MS);
    }
  }
}
