import { join } from 'node:path';
import type { Lab } from '../lab/lab';
import { KEEP_CHECKPOINTS, takeCheckpoints } from './checkpoints';
import type { StateSize } from './state-size';
import type { Stopwatch } from './stopwatch';

/** The stack that is measured: its config is committed for a lab's default clusters. */
const STACK = 'dev';

/** Makes the stack that rounds need, unless it is there. */
export async function prepareStack(lab: Lab): Promise<void> {
  await lab.run(['pulumi', 'stack', 'select', '--create', '--secrets-provider', 'passphrase', STACK]);
}

/** How many resources the stack has, itself left out: a round starts with none. */
export async function resourcesOf(lab: Lab): Promise<number> {
  const state = await lab.run(['pulumi', 'stack', 'export', '--stack', STACK]);
  const { deployment } = JSON.parse(state) as { deployment?: { resources?: readonly { readonly type: string }[] } };
  return (deployment?.resources ?? []).filter(({ type }) => type !== 'pulumi:pulumi:Stack').length;
}

/**
 * One round: istioctl's steps and then meshwork's, each from empty clusters to empty clusters.
 *
 * @param environment of istioctl.
 * @returns the size of the state and of its writes while the stack was up.
 */
export async function round(lab: Lab, stopwatch: Stopwatch, environment: NodeJS.ProcessEnv): Promise<StateSize> {
  const script = (name: string) => lab.run(['bash', join('bench', 'istioctl', name)], { environment });
  const pulumi = (...args: string[]) =>
    lab.run(['pulumi', ...args, '--stack', STACK, '--non-interactive'], { environment: KEEP_CHECKPOINTS });
  const states = join(lab.directory, 'backend', '.pulumi', 'stacks', 'meshwork');
  await stopwatch.time('istioctl: install', () => script('primary-remote.sh'));
  await stopwatch.time('istioctl: remove', () => script('remove.sh'));
  await stopwatch.time('meshwork: preview from empty', () => pulumi('preview'));
  await takeCheckpoints(states);
  await stopwatch.time('meshwork: up', () => pulumi('up', '--yes', '--skip-preview'));
  const written = await takeCheckpoints(states);
  const exported = JSON.parse(await lab.run(['pulumi', 'stack', 'export', '--stack', STACK])) as unknown;
  await stopwatch.time('meshwork: second preview', () => pulumi('preview', '--expect-no-changes'));
  await stopwatch.time('meshwork: refresh preview', () => pulumi('refresh', '--preview-only', '--expect-no-changes'));
  await stopwatch.time('meshwork: destroy', () => pulumi('destroy', '--yes', '--skip-preview'));
  return { ...written, state: Buffer.byteLength(JSON.stringify(exported)) };
}
