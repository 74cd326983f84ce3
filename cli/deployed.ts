import { VerifyError } from './errors';

/**
 * The entry of the outputs for a thing in the config.
 *
 * @throws VerifyError if there is none.
 */
export function deployed<T>(entries: Readonly<Record<string, T>>, name: string, kind: string, stack: string): T {
  const entry = entries[name];
  if (entry !== undefined) return entry;
  throw new VerifyError(
    `The config of stack ${stack} has a ${kind} "${name}", but its outputs do not: it was not deployed yet. Run \`pulumi up\` first.`,
  );
}
