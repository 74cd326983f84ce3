import { CommandError } from './errors';

/**
 * The entry of the outputs for a thing in the config.
 *
 * @throws CommandError if there is none.
 */
export function deployed<T>(entries: Readonly<Record<string, T>>, name: string, kind: string, stack: string): T {
  const entry = entries[name];
  if (entry !== undefined) return entry;
  throw new CommandError(
    `The config of stack ${stack} has a ${kind} "${name}", but its outputs do not: it was not deployed yet. Run \`pulumi up\` first.`,
  );
}
