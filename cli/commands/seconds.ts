import { UsageError } from '../errors';

/**
 * Reads the value of an option that takes seconds.
 *
 * @throws UsageError if it is no number above zero.
 */
export function secondsOf(option: string, text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0)
    throw new UsageError(`${option} is "${text}", but it takes a number of seconds above zero.`);
  return seconds;
}
