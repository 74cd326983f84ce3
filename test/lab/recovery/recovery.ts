import { strict as assert } from 'node:assert';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../../../lab/lab';
import { Stack } from '../stack';
import { leavesObjectsOfOthers } from './foreign-objects';
import { asPlanned, type Kill, planted, plant, recovered, recoveredDestroy } from './killed';

const IN_THE_MIDDLE: Kill = { moment: 'runs', resource: 'east-intermediate-ca-cacerts' };
const LATE: Kill = { moment: 'ends', resource: 'east-control-plane-default-reached' };
const DESTROYED: Kill = { moment: 'runs', resource: 'east-control-plane-default-reached' };

/** Recovery of the dev stack from nothing, in a lab that is empty before and after. */
export function showsRecovery(lab: () => Lab): void {
  let stack: Stack;
  let untouched: string;

  it('is brought back into order by recover after `up` was killed, which leaves objects of others alone', async () => {
    stack = await Stack.create(lab(), undefined, { checkpoints: true });
    untouched = await plant(lab());
    await stack.kill(IN_THE_MIDDLE, 'up', '--yes', '--skip-preview');
    // A kill in the moment in which the state is written leaves this file empty; any other leaves it whole. Both are wanted here, one after the other.
    const attributes = join(lab().directory, 'backend', '.pulumi', 'stacks', 'meshwork', 'dev.json.zst.attrs');
    if (readFileSync(attributes, 'utf8') === '') rmSync(attributes);
    const dry = await stack.recover('--dry-run');
    assert.match(dry.stdout, /The stack is locked by process \d+ of \S+@\S+ since \S+, which has ended\./);
    assert.match(dry.stdout, /Recovery will\n {2}1\. release the lock \(pulumi cancel\)/);
    writeFileSync(attributes, '');
    assert.match((await stack.pulumi('preview')).stderr, /failed to load checkpoint: EOF/);
    const unread = await stack.recover('--dry-run');
    assert.deepEqual(
      [unread.code, /killed while it wrote \S+dev\.json\.zst\.attrs: empty/.test(unread.stderr)],
      [2, true],
    );
    await recovered(stack);
    assert.equal(await planted(lab()), untouched);
  });

  it('is brought back again after the next `up` was killed as well, with the clusters as the plan says', async () => {
    await stack.kill(LATE, 'up', '--yes', '--skip-preview');
    await recovered(stack);
    await stack.succeed('up', '--yes', '--skip-preview');
    await asPlanned(stack);
    const nothing = await stack.recover('--yes');
    assert.equal(nothing.code, 0);
    assert.match(nothing.stdout, /Nothing is left of a command that did not end\./);
  });

  it('is not given objects of others that have the name of its own, until --take names one', async () => {
    await leavesObjectsOfOthers(lab(), stack);
    assert.equal(await planted(lab()), untouched);
  });

  it('is destroyed after `destroy` was killed, and objects of others are as they were', async () => {
    await recoveredDestroy(lab(), stack, DESTROYED);
    assert.equal(await planted(lab()), untouched);
  });
}
