import { strict as assert } from 'node:assert';
import { readDeployment } from '../../cli/recover/deployment';
import type { Recovery } from '../../cli/recover/description';
import type { Lab } from '../../lab/lab';
import { removeLab, temporaryLab } from '../lab/lab/temporary-lab';
import { cutOffCreation } from '../lab/recovery/cut-off-creation';
import {
  asPlanned,
  type Kill,
  plant,
  planted,
  recovered,
  recoveredDestroy,
  recoveredUp,
  titleOf,
} from '../lab/recovery/killed';
import { Newcomer } from '../lab/newcomer';
import { showsRecovery } from '../lab/recovery/recovery';
import { stateIn } from '../lab/recovery/state-in';
import { Stack } from '../lab/stack';

const UP: readonly Kill[] = [
  { moment: 'begins', resource: 'blue.root-ca-key' },
  { moment: 'ends', resource: 'east-namespace' },
  { moment: 'runs', resource: 'east-intermediate-ca-cacerts' },
  { moment: 'ends', resource: 'east-base:istio-system/istio-reader-service-account' },
  { moment: 'runs', resource: 'east-control-plane-default-istiod:istio-system/istiod' },
  { moment: 'begins', resource: 'east-control-plane-default-reached' },
  { moment: 'ends', resource: 'east-control-plane-default-reached' },
  { moment: 'begins', resource: 'west-control-plane-default-endpoints' },
  { moment: 'begins', resource: 'east-remote-secret.west-secret' },
  { moment: 'begins', resource: 'west-east-west-gateway-chart:istio-system/istio-eastwestgateway' },
];

const DESTROY: readonly Kill[] = [
  { moment: 'begins', resource: 'east-mtls-policy' },
  { moment: 'begins', resource: 'east-remote-secret.west-secret' },
  { moment: 'runs', resource: 'east-control-plane-default-istiod:istio-system/istiod' },
  { moment: 'ends', resource: 'east-intermediate-ca-cacerts' },
  { moment: 'begins', resource: 'east-namespace' },
];

const ROLE_CHANGE: readonly Kill[] = [
  { moment: 'begins', resource: 'west-control-plane-default-istiod:istio-system/istiod' },
  { moment: 'begins', resource: 'west-intermediate-ca-cacerts' },
  { moment: 'begins', resource: 'west-remote-secret.east-secret' },
];

/** Objects of a cluster that a recovery would take over now. */
async function foundIn(stack: Stack, cluster: string): Promise<string[]> {
  const { stdout } = await stack.recover('--dry-run', '--json');
  const { found } = JSON.parse(stdout) as Recovery;
  return found.lost.map(({ object }) => object).filter((object) => object.startsWith(`${cluster}/`));
}

/** Everything about commands that are killed. */
describe('recovery from killed commands', () => {
  let lab: Lab;
  let stack: Stack;
  let untouched: string;

  before(async () => {
    lab = await temporaryLab();
    await lab.up();
    stack = await Stack.create(lab, undefined, { checkpoints: true });
    untouched = await plant(lab);
  });

  after(() => removeLab(lab));

  showsRecovery(() => lab);

  for (const kill of UP)
    it(titleOf('up', kill), async () => {
      await recoveredUp(stack, kill);
      assert.equal(await planted(lab), untouched);
      await stack.succeed('destroy', '--yes', '--skip-preview');
    });

  for (const kill of DESTROY)
    it(titleOf('destroy', kill), async () => {
      await stack.succeed('up', '--yes', '--skip-preview');
      await recoveredDestroy(lab, stack, kill);
      assert.equal(await planted(lab), untouched);
    });

  for (const kill of ROLE_CHANGE)
    it(titleOf('a change of role', kill), async () => {
      const config = stack.config();
      await stack.succeed('up', '--yes', '--skip-preview');
      stack.change('meshwork:clusters', ({ east, west }) => {
        const { primary, ...others } = west as { primary: string };
        assert.equal(primary, 'east');
        return { east, west: { ...others, role: 'primary' } };
      });
      await recoveredUp(stack, kill);
      stack.restore(config);
    });

  describe('when recovery meets trouble itself', () => {
    it('leaves what it cannot know while one of two clusters does not answer, and ends once it does', async () => {
      await stack.succeed('destroy', '--yes', '--skip-preview');
      const kill: Kill = { moment: 'begins', resource: 'west-control-plane-default-endpoints' };
      await stack.kill(kill, 'up', '--yes', '--skip-preview');
      const lost = await cutOffCreation(stack, 'east', false);
      const begun = await cutOffCreation(stack, 'west', true);
      const newcomer = new Newcomer(lab);
      await newcomer.succeed('npm run lab -- fault api-server-away west');
      const before = await stateIn(stack, 'west');
      assert.ok(before.pending.includes(`creating ${begun}`));
      const away = await stack.recover('--yes');
      const said = away.stdout + away.stderr;
      assert.equal(away.code, 1, said);
      assert.match(away.stdout, /Cluster west does not answer \(.*\)\. Nothing of it was looked at\./);
      // East is in order: what the killed command had made there is in the state.
      assert.match(away.stdout, /of this stack in clusters, unknown to the state:\n {2}east\//);
      assert.match(away.stderr, /objects taken into the state/);
      assert.match(away.stdout, /Run this command again once it does.*meshwork:clusters\.west\.state/);
      // Of west, the state is as it was: its providers, its resources, and what had begun.
      assert.deepEqual(await stateIn(stack, 'west'), before);
      assert.deepEqual(await foundIn(stack, 'east'), []);
      assert.ok((await stack.state()).includes(`"urn": "${lost}"`));
      await newcomer.succeed('npm run lab -- fault api-server-away west --undo');
      await recovered(stack);
      await stack.succeed('up', '--yes', '--skip-preview');
      await asPlanned(stack);
      assert.equal(await planted(lab), untouched);
    });

    it('can be killed itself, wherever it is, and goes on when it is run again', async () => {
      await stack.succeed('destroy', '--yes', '--skip-preview');
      const kill: Kill = { moment: 'begins', resource: 'east-control-plane-default-reached' };
      await stack.kill(kill, 'up', '--yes', '--skip-preview');
      await stack.killRecover('unlocked');
      await cutOffCreation(stack, 'east', true);
      await stack.killRecover('alone');
      // The run that adopts may go on and hold the lock; nobody takes that away from a living owner.
      let again = await stack.recover('--yes');
      while (again.code === 2) {
        assert.match(again.stderr, /The stack is in use: process \d+ of \S+ has held its lock since/);
        again = await stack.recover('--yes');
      }
      assert.equal(again.code, 0, again.stdout + again.stderr);
      assert.deepEqual(readDeployment(await stack.state()).pending, []);
      const late: Kill = { moment: 'begins', resource: 'west-control-plane-default-endpoints' };
      await stack.kill(late, 'up', '--yes', '--skip-preview');
      await cutOffCreation(stack, 'east', false);
      await stack.killRecover('taking');
      await recovered(stack);
      await stack.succeed('up', '--yes', '--skip-preview');
      await asPlanned(stack);
      assert.equal(await planted(lab), untouched);
      await stack.succeed('destroy', '--yes', '--skip-preview');
    });
  });
});
