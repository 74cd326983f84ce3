import { LabError } from './error';

/** Says how many times longer than usual the lab waits for everything that it starts and ends: for a machine that is that much slower. */
export const PATIENCE_VARIABLE = 'MESHWORK_LAB_PATIENCE';

/**
 * How long to wait on this machine for something that takes at most `duration`, in any unit, on a usual one.
 * @throws LabError if the variable is set to something else than a number from 1 on.
 */
export function patiently(duration: number, environment: NodeJS.ProcessEnv = process.env): number {
  const text = environment[PATIENCE_VARIABLE] ?? '1';
  const factor = Number(text);
  if (!(Number.isFinite(factor) && factor >= 1)) {
    throw new LabError(`${PATIENCE_VARIABLE} is "${text}", but it takes a number from 1 on, such as 5.`);
  }
  return duration * factor;
}
