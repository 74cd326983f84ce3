import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';
import { assertSummaryShown } from '../examples/summary-shown';
import { removeLab, temporaryLab } from '../lab/temporary-lab';
import { Newcomer } from '../newcomer';
import { showsRecovery } from '../recovery/recovery';
import { assertNothingOfIstio } from '../remains';
import { sideBySide } from '../../../lab/side-by-side';
import { Stack } from '../stack';
import { showsAnalysis } from './analysis';
import { showsEmptyStack } from './empty-stack';
import { showsForeignEdits } from './foreign-edits';
import { showsGatewayInSeveralClusters } from './gateway-clusters';
import { showsRoleChanges } from './role-changes';
import { showsNoSecretsInPlaces } from './secret-places';
import { showsSecrets } from './secrets';
import { showsTokenRotation } from './token-rotation';

/** The README's commands, as a newcomer types them, and further tests on the system that they made. */
describe('primary-remote over two networks (S3), made by npm run lab', () => {
  let lab: Lab;
  let newcomer: Newcomer;
  let stack: Stack;

  before(async () => {
    lab = await temporaryLab();
    newcomer = new Newcomer(lab);
  });

  after(() => removeLab(lab));

  it('is made from nothing by one command, which sees traffic flow', async () => {
    const output = await newcomer.succeed('npm run lab');
    assertSummaryShown('README.md', output);
    assertSummaryShown('examples/s3-primary-remote-two-networks/README.md', output);
    assert.match(output, /east → west: spiffe:\S+ → spiffe:\S+, through gateway/);
    stack = await Stack.create(lab);
  });

  it('then has nothing to do and no drift, and the other commands of the README work', async () => {
    const [status, pods, outputs, preview, verify, logs] = await sideBySide(
      newcomer.succeed('npm run lab -- status'),
      newcomer.succeed('npm run lab -- exec -- kubectl --context west get pods -A'),
      newcomer.succeed('npm run lab -- exec -- pulumi stack output clusters'),
      newcomer.succeed('npm run lab -- exec -- pulumi preview --diff'),
      newcomer.succeed('npm run lab -- exec -- npm run verify'),
      newcomer.succeed('npm run lab -- logs east etcd'),
      stack.succeed('refresh', '--preview-only', '--expect-no-changes'),
    );
    assert.match(status, /node ready/);
    assert.match(pods, /istio-eastwestgateway/);
    assert.match(outputs, /eastWestGateway/);
    assert.match(preview, /Resources:\n +\d+ unchanged\n/);
    assert.match(verify, /verify passed/);
    assert.match(logs, /etcd/);
  });

  showsAnalysis(() => lab);

  showsSecrets(
    () => lab,
    () => stack,
  );

  showsTokenRotation(() => stack);

  showsForeignEdits(
    () => lab,
    () => stack,
  );

  showsNoSecretsInPlaces(
    () => lab,
    () => stack,
  );

  showsRoleChanges(
    () => lab,
    () => stack,
  );

  showsGatewayInSeveralClusters(
    () => lab,
    () => stack,
  );

  it('is destroyed without remains', async () => {
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertNothingOfIstio(lab);
  });

  showsEmptyStack(() => lab);

  showsRecovery(() => lab);

  it('comes up again, is as it was and is destroyed again, beside an installation by istioctl, by npm run bench', async () => {
    const output = await newcomer.succeed(`npm run bench -- --rounds 1 --lab ${lab.directory}`);
    const measured = [...output.matchAll(/^ {2}(\S+: [a-z ]+?) +\d+\.\d s {2}\(\d+\.\d\)$/gm)].map(([, name]) => name);
    assert.deepEqual(measured, [
      'istioctl: install',
      'istioctl: remove',
      'meshwork: preview from empty',
      'meshwork: up',
      'meshwork: second preview',
      'meshwork: refresh preview',
      'meshwork: destroy',
    ]);
    await assertNothingOfIstio(lab);
  });

  it('ends with nothing left', async () => {
    await newcomer.succeed('npm run lab -- down');
    assert.match((await newcomer.type('npm run lab -- status')).output, /No lab is running/);
  });
});
