import type { Lab } from '../../../lab/lab';
import { sudo } from './failure-causes';

/**
 * Runs a program on a machine that holds a lock, until {@link release}. Returns once it holds it.
 *
 * @param command makes /run/holding as soon as it holds the lock.
 */
export async function hold(lab: Lab, machine: string, command: string): Promise<void> {
  await sudo(
    lab,
    machine,
    `rm -f /run/holding
systemd-run --quiet --collect --unit=holder -- ${command}
timeout 30 sh -c 'until [ -e /run/holding ]; do sleep 0.1; done'`,
  );
}

/** Keeps runs of the script waiting on a machine, until {@link release}. */
export function holdRuns(lab: Lab, machine: string): Promise<void> {
  return hold(lab, machine, `flock /run/meshwork.lock sh -c 'touch /run/holding; sleep 600'`);
}

/** Ends the program that holds a lock on a machine. */
export function release(lab: Lab, machine: string): Promise<void> {
  return sudo(lab, machine, 'systemctl stop holder');
}
