import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ConfigMap, LocalWorkspace } from '@pulumi/pulumi/automation';
import { rawConfiguration } from '../config/raw';
import { readConfiguration, type Reading } from '../config/read';
import type { MeshworkOutputs } from '../outputs/contract';
import { ConfigurationError } from '../model/problems/problem';
import { CommandError } from './errors';
import { verifiableOutputs } from './outputs';

/** The stack that a user asks for. */
export interface StackChoice {
  /** Its name; the selected stack if undefined. */
  readonly stack: string | undefined;
  /** File with the stack's config; the stack's own if undefined. */
  readonly configFile: string | undefined;
}

/** A stack and its configuration. */
export interface ConfiguredStack {
  readonly name: string;
  readonly reading: Reading;
}

/** A deployed stack: its configuration and its outputs. */
export interface DeployedStack extends ConfiguredStack {
  readonly outputs: MeshworkOutputs;
}

/**
 * Reads config and outputs of a stack of the project in a directory.
 *
 * @throws CommandError that says what to do.
 */
export async function readStack(directory: string, choice: StackChoice): Promise<DeployedStack> {
  return inWorkspace(directory, choice, async (workspace, name) => {
    const [reading, outputs] = await Promise.all([
      readConfig(workspace, name, choice.configFile),
      workspace.stackOutputs(name),
    ]);
    const entries = Object.entries(outputs).map(([key, { value }]): [string, unknown] => [key, value]);
    return { name, reading, outputs: verifiableOutputs(Object.fromEntries(entries), name) };
  });
}

/**
 * Reads the config of a stack of the project in a directory, deployed or not.
 *
 * @throws CommandError that says what to do.
 */
export async function readStackConfig(directory: string, choice: StackChoice): Promise<ConfiguredStack> {
  return inWorkspace(directory, choice, async (workspace, name) => ({
    name,
    reading: await readConfig(workspace, name, choice.configFile),
  }));
}

/**
 * Works on a stack of the project in a directory.
 *
 * @throws CommandError that says what to do.
 */
export async function inWorkspace<T>(
  directory: string,
  { stack: wanted }: Pick<StackChoice, 'stack'>,
  work: (workspace: LocalWorkspace, stack: string) => Promise<T>,
): Promise<T> {
  const { LocalWorkspace } = await import('@pulumi/pulumi/automation/index.js');
  try {
    const workspace = await LocalWorkspace.create({ workDir: directory });
    const name = wanted ?? (await workspace.stack())?.name;
    if (name === undefined)
      throw new CommandError('No stack is selected. Name one with --stack, or select one with `pulumi stack select`.');
    return await work(workspace, name);
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(pulumiFailure(error as Error, wanted));
  }
}

/**
 * The configuration of a stack.
 *
 * @param file with its config; the stack's own if undefined.
 * @throws CommandError that lists its mistakes.
 */
export async function readConfig(workspace: LocalWorkspace, stack: string, file: string | undefined): Promise<Reading> {
  return read(await configOf(workspace, stack, file), stack);
}

/** The config of a stack. For a config file it calls the CLI, because the library's own call takes none. */
async function configOf(workspace: LocalWorkspace, stack: string, file: string | undefined): Promise<ConfigMap> {
  if (file === undefined) return workspace.getAllConfig(stack);
  const args = ['config', '--show-secrets', '--json', '--stack', stack, '--config-file', resolve(file)];
  const { stdout } = await promisify(execFile)('pulumi', args, { cwd: workspace.workDir, maxBuffer: Infinity });
  return JSON.parse(stdout) as ConfigMap;
}

function read(config: ConfigMap, stack: string): Reading {
  try {
    return readConfiguration(rawConfiguration(config), process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new CommandError(`The configuration of stack ${stack} has mistakes.\n\n${error.message}`);
  }
}

/** The CLI's own words without the rest of its output. Standard output is left out, because config is printed there. */
function pulumiFailure(error: Error, stack: string | undefined): string {
  if (error.name === 'StackNotFoundError')
    return `There is no stack ${stack ?? ''} in this backend. \`pulumi stack ls\` lists those that are there.`;
  if (error.message.includes('ENOENT'))
    return 'The pulumi CLI is not on PATH. Install it, or run this command in the lab: `npm run lab -- exec -- npm run mesh -- …`.';
  const stderr = /\bstderr: ([\s\S]*?)(?:\n(?: ?err\?: )|$)/.exec(error.message)?.[1] ?? error.message;
  return `The stack could not be read. ${stderr.replace(/^error: /, '').trim()}`;
}
