import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../../../lab/lab';
import { assertNothingOfIstio } from '../remains';
import { describeStep, Stack } from '../stack';

/** Tests of the dev stack while it is empty. */
export function showsEmptyStack(lab: () => Lab): void {
  let stack: Stack;

  it('previews every object of both clusters on an empty stack', async () => {
    stack = await Stack.create(lab());
    const steps = await stack.preview();
    assert.deepEqual(new Set(steps.map(({ op }) => op)), new Set(['create']));
    const recorded = readFileSync(join(__dirname, 'expected-preview.txt'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(steps.map(describeStep).sort(), recorded);
  });

  it('refuses bad config with all problems, before anything is made and without a stack trace', async () => {
    stack.change('meshwork:clusters', ({ east, west }) => ({
      east: { ...(east as object), mesh: 'bleu' },
      west: { ...(west as object), netwrok: 'x' },
    }));
    const { code, stdout, stderr } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0);
    const said = stdout + stderr;
    assert.match(said, /2 problems in the configuration. Nothing was changed./);
    assert.match(said, /meshwork:clusters\.east\.mesh\n\s+found:\s+"bleu"/);
    assert.match(said, /Did you mean "network"\?/);
    assert.doesNotMatch(said, /\n\s+at .*:\d+:\d+/);
    await assertNothingOfIstio(lab());
  });
}
