import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Plan } from '../model/plan/plan';
import { untracedError } from './untraced-error';

const resource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().default(false),
  id: z.string().default(''),
  parent: z.string().optional(),
  provider: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
  /** Whether the engine has still to delete it: another one of its name is there. */
  delete: z.boolean().default(false),
});

const exported = z.object({ deployment: z.object({ resources: z.array(resource).default([]) }) });

/** A resource in the state. Secrets in it are encrypted. */
export type StateResource = z.infer<typeof resource>;

/** The state of a stack as the last operation left it: its resources, each after its parent. */
export type StackState = readonly StateResource[];

/** Whether a plan has places that are not deployed to, so that their resources come from the state. */
export function needsState({ clusters, retired, standalone, workloadGroups }: Plan): boolean {
  const machines = workloadGroups.flatMap((group) => group.machines);
  return (
    [...clusters, ...standalone, ...machines].some(({ state }) => state !== 'active') ||
    retired.clusters.length > 0 ||
    retired.machines.length > 0
  );
}

/**
 * Reads the state of a stack with the CLI that runs the program. The engine tells programs nothing of resources that they have not registered. Secrets
 * stay encrypted.
 *
 * @param stack As `organization/project/stack`.
 * @throws RunError if the CLI does not answer.
 */
export async function readState(stack: string): Promise<StackState> {
  const args = ['stack', 'export', '--stack', stack];
  try {
    const { stdout } = await promisify(execFile)('pulumi', args, { maxBuffer: Infinity });
    return parseState(stdout);
  } catch (error) {
    throw untracedError(
      `A place of this configuration is offline or retired, and the state, which knows what was made of it, cannot be read: ${reason(error)} ` +
        'The pulumi CLI has to be on PATH, and logged in to the backend of the stack. Nothing was changed.',
    );
  }
}

/** The resources in what `pulumi stack export` prints. */
export function parseState(text: string): StackState {
  return exported.parse(JSON.parse(text)).deployment.resources.filter((one) => !one.delete);
}

/** What the CLI says, and not what it printed before: that is the state. */
function reason(error: unknown): string {
  const { code, message, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
  if (code === 'ENOENT') return 'there is no pulumi CLI on PATH.';
  const said = (stderr ?? '').replace(/^error: /, '').trim();
  return said === '' ? (message.split('\n')[0] ?? '') : said;
}
