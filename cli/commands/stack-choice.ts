import { UsageError } from '../errors';
import type { StackChoice } from '../stack';

/**
 * Checks the options by which every command names its stack.
 *
 * @throws UsageError that says which of them is empty.
 */
export function stackChoice({ configFile, stack }: Partial<StackChoice>): StackChoice {
  if (stack === '') throw new UsageError('--stack is empty.');
  if (configFile === '') throw new UsageError('--config-file is empty.');
  return { stack, configFile };
}
