import { strict as assert } from 'node:assert';
import type { Lab } from '../../lab/lab';
import { removeLab, temporaryLab } from '../lab/lab/temporary-lab';
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

  it('leaves what it cannot know while one of two clusters does not answer, and ends once it does', async () => {
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await stack.kill({ moment: 'runs', resource: 'east-intermediate-ca-cacerts' }, 'up', '--yes', '--skip-preview');
    const newcomer = new Newcomer(lab);
    await newcomer.succeed('npm run lab -- fault api-server-away west');
    const away = await stack.recover('--yes');
    assert.equal(away.code, 1, away.stdout + away.stderr);
    assert.match(away.stdout, /Cluster west does not answer \(.*\)\. Nothing of it was looked at\./);
    await newcomer.succeed('npm run lab -- fault api-server-away west --undo');
    await recovered(stack);
    await stack.succeed('up', '--yes', '--skip-preview');
    await asPlanned(stack);
    assert.equal(await planted(lab), untouched);
  });
});
