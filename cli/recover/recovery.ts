import { setTimeout as pause } from 'node:timers/promises';
import { leavingOut } from '../../config/left-out-variable';
import type { Elapsed } from '../elapsed';
import { CommandError } from '../errors';
import { readDeployment } from './deployment';
import type { Recovery } from './description';
import { madeWith } from './findings';
import type { Inspection } from './inspection';
import type { PulumiCli } from './pulumi-cli';

/** An object that is being deleted gets this long; a load balancer is the slowest of them. */
const DELETION_MS = 600_000;
const PAUSE_MS = 1000;

/**
 * Only these let a provider take over what exists, and only for one run with targets: the engine makes nothing else in it. Its fields become the plan's
 * again, because the killed command had set them, and others may have changed them since.
 */
const ADOPTING = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: 'true', PULUMI_K8S_ENABLE_PATCH_FORCE: 'true' };

/** Brings a stack back into order. Each step leaves a state from which recovery can begin again. */
export async function recover(
  recovery: Recovery,
  inspection: Inspection,
  cli: PulumiCli,
  elapsed: Elapsed,
): Promise<void> {
  const { found, releaseLock, silent, taken } = recovery;
  if (releaseLock) {
    await cli.state(['cancel', '--yes']);
    elapsed.say('lock released');
  }
  if (found.undone.length > 0) {
    await cli.state(['state', 'taint', '--yes', ...found.undone]);
    elapsed.say('commands on machines will run again');
  }
  if (found.ending.length > 0) await untilDeleted(recovery, inspection, elapsed);
  const inState = new Set(inspection.deployment.resources.map(({ urn }) => urn));
  const outdated = [...found.outdated, ...found.ending].map(({ urn }) => urn).filter((urn) => inState.has(urn));
  if (outdated.length > 0) {
    elapsed.say(`reading objects of the state anew: ${outdated.length}`);
    await refresh(cli, outdated);
  }
  const lost = [...found.lost, ...taken].map(({ urn }) => urn);
  if (lost.length > 0) await take(lost, Object.keys(silent), inspection, cli, elapsed);
  if (found.pending.length === 0) return;
  if (found.unseen.length > 0) {
    elapsed.say('operations that had begun stay recorded, because some had begun in a cluster that is away');
    return;
  }
  // The engine keeps creates that had begun until somebody clears them; an import of the state does, and changes nothing else.
  await cli.state(['stack', 'import'], { input: await cli.state(['stack', 'export']) });
  elapsed.say('operations that had begun are cleared');
}

async function refresh(cli: PulumiCli, urns: readonly string[]): Promise<void> {
  const onOutput = (text: string) => process.stderr.write(text);
  const args = ['refresh', '--skip-pending-creates', ...targets(urns), '--yes', '--skip-preview'];
  const { code } = await cli.program(args, { onOutput });
  if (code !== 0)
    throw new CommandError(
      `\`pulumi refresh\` ended with exit code ${code}; its output is above. Mend what it says, and run this command again.`,
    );
}

/**
 * Takes objects into the state. The program can fail in a run with targets, because it waits for values of resources that are no targets and were not made
 * yet, such as the address of a gateway. So the state tells whether the objects were taken, and what was not reached in one run is tried in another.
 */
async function take(
  urns: readonly string[],
  silent: readonly string[],
  { planned }: Inspection,
  cli: PulumiCli,
  elapsed: Elapsed,
): Promise<void> {
  // `up` refuses clusters that do not answer. Nothing of them is a target.
  const environment = { ...ADOPTING, ...leavingOut(silent) };
  for (let left = urns; left.length > 0;) {
    elapsed.say(`taking objects into the state: ${left.length}`);
    const args = ['up', ...targets(madeWith(left, planned)), '--yes', '--skip-preview'];
    const { code, stderr, stdout } = await cli.program(args, { environment });
    const known = new Set(readDeployment(await cli.state(['stack', 'export'])).resources.map(({ urn }) => urn));
    const missing = left.filter((urn) => !known.has(urn));
    if (missing.length === left.length)
      throw new CommandError(
        `${stdout}${stderr}\n\`pulumi up\` with ${missing.length} targets took none of them into the state (exit code ${code}); its output is above. Mend what it says, and run this command again.`,
      );
    left = missing;
  }
  elapsed.say('objects taken into the state');
}

function targets(urns: readonly string[]): string[] {
  return urns.flatMap((urn) => ['--target', urn]);
}

async function untilDeleted({ found }: Recovery, { live, references }: Inspection, elapsed: Elapsed): Promise<void> {
  const ending = new Set(found.ending.map(({ object }) => object));
  const asked = references(ending);
  const limit = Date.now() + DELETION_MS;
  for (;;) {
    const existing = await live.existing(asked);
    const left = [...existing].filter(([, object]) => object.ending).map(([key]) => key);
    if (left.length === 0) return;
    if (Date.now() > limit)
      throw new CommandError(
        `${left.join(', ')} had not been deleted after ${DELETION_MS / 60_000} minutes. Look at its finalizers, and run this command again.`,
      );
    elapsed.say(`waiting until ${left.join(', ')} ${left.length === 1 ? 'is' : 'are'} deleted`);
    await pause(PAUSE_MS);
  }
}
