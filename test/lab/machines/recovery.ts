import { strict as assert } from 'node:assert';
import { urnParts } from '../../../model/names/urn';
import { readDeployment } from '../../../cli/recover/deployment';
import type { Lab } from '../../../lab/lab';
import { recovered } from '../recovery/killed';
import type { Stack } from '../stack';
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
    await stack.kill({ moment: 'runs', resource: COMMAND }, 'destroy', '--yes', '--skip-preview');
    const said = await recovered(stack);
    assert.match(said, /commands? on machines possibly undone:\n(?: {2}\S+\n)*? {2}vm-2-machine-sidecar\n/);
    await stack.succeed('up', '--yes', '--skip-preview');
    await isJoined();
  });

  it('joins with the next up after `up` was killed while it joined, and recover was run', async () => {
    const { checkpointed: stack } = about();
    await stack.succeed('destroy', '--target', await urnOf(stack), '--target-dependents', '--yes', '--skip-preview');
    await stack.kill({ moment: 'runs', resource: COMMAND }, 'up', '--yes', '--skip-preview');
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

  async function isJoined(): Promise<void> {
    await succeed(about().lab, MACHINE, 'curl --silent --fail http://localhost:15021/healthz/ready');
  }
}

async function urnOf(stack: Stack): Promise<string> {
  const { resources } = readDeployment(await stack.state());
  return resources.find(({ urn }) => urnParts(urn).name === COMMAND)?.urn ?? assert.fail();
}
