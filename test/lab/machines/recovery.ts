import { strict as assert } from 'node:assert';
import { urnParts } from '../../../model/names/urn';
import { readDeployment } from '../../../cli/recover/deployment';
import type { Lab } from '../../../lab/lab';
import { recovered } from '../recovery/killed';
import type { Stack } from '../stack';
import { holdRuns, release } from './holder';
import { succeed } from './machine-server';

/** What the tests of recovery work on. */
export interface Recovering {
  readonly lab: Lab;
  /** Writes its state before and after each resource, as it does for users. */
  readonly checkpointed: Stack;
}

const MACHINE = 'vm-2';
/** The command on the machine, of which the state says no more than that it had begun. */
const COMMAND = `${MACHINE}-machine-sidecar`;

/** Tests of commands that are killed while the script runs on a machine. The stack is up before, though its machines have left, and up after. */
export function showsMachineRecovery(about: () => Recovering): void {
  it('joins with the next up after `destroy` was killed while it left, and recover was run', async () => {
    const { checkpointed: stack } = about();
    await killedAtWork('destroy');
    const said = await recovered(stack);
    assert.match(said, /commands? on machines possibly undone:\n(?: {2}\S+\n)*? {2}vm-2-machine-sidecar\n/);
    await stack.succeed('up', '--yes', '--skip-preview');
    await isJoined();
  });

  it('joins with the next up after `up` was killed while it joined, and recover was run', async () => {
    const { checkpointed: stack } = about();
    await stack.succeed('destroy', '--target', await urnOf(stack), '--target-dependents', '--yes', '--skip-preview');
    await killedAtWork('up');
    const begun = readDeployment(await stack.state()).pending.map(({ resource, type }) => [
      type,
      urnParts(resource.urn).name,
    ]);
    assert.deepEqual(
      begun.filter(([, name]) => name === COMMAND),
      [['creating', COMMAND]],
    );
    await recovered(stack);
    await stack.succeed('up', '--yes', '--skip-preview');
    await isJoined();
    await stack.unchanged();
  });

  /** Kills a command while the script runs on the machine: another run keeps it waiting there until then, however fast it is. */
  async function killedAtWork(command: 'destroy' | 'up'): Promise<void> {
    const { checkpointed: stack, lab } = about();
    await holdRuns(lab, MACHINE);
    await stack.kill({ moment: 'runs', resource: COMMAND }, command, '--yes', '--skip-preview');
    await release(lab, MACHINE);
  }

  async function isJoined(): Promise<void> {
    await succeed(about().lab, MACHINE, 'curl --silent --fail http://localhost:15021/healthz/ready');
  }
}

async function urnOf(stack: Stack): Promise<string> {
  const { resources } = readDeployment(await stack.state());
  return resources.find(({ urn }) => urnParts(urn).name === COMMAND)?.urn ?? assert.fail();
}
