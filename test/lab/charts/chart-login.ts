import { strict as assert } from 'node:assert';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Lab } from '../../../lab/lab';
import { assertNothingOfIstio } from '../remains';
import { stateInClear } from '../secret-search';
import { describeStep, Stack } from '../stack';
import { PasswordRepository } from './password-repository';

const LOGIN = { username: 'mesh', password: 'open-these-charts' };

/** What the test reads of a lab's overlay. */
interface Overlay {
  readonly 'meshwork:istio': { readonly charts: { readonly path: string } };
}

/** Tests of charts that come from a repository with a password. */
export function showsChartLogin(lab: () => Lab): void {
  let repository: PasswordRepository;
  /** The stack with the lab's own charts. */
  let own: Stack;
  /** The same stack with those of the repository. */
  let stack: Stack;
  const configFile = join(__dirname, 'one-primary.yaml');

  before(async () => {
    const overlay = parse(await lab().run(['sh', '-c', 'cat "$MESHWORK_CONFIG_OVERLAY"'])) as Overlay;
    const { charts, ...istio } = overlay['meshwork:istio'];
    repository = await PasswordRepository.start(lab(), charts.path, LOGIN);
    const directory = mkdtempSync(join(tmpdir(), 'meshwork-overlay-'));
    const file = join(directory, 'overlay.yaml');
    const changed = { ...overlay, 'meshwork:istio': { ...istio, charts: { repository: repository.url } } };
    writeFileSync(file, stringify(changed), { mode: 0o600 });
    own = await Stack.create(lab(), configFile);
    stack = await Stack.create(lab(), configFile, {
      environment: { MESHWORK_CONFIG_OVERLAY: file, HELM_CACHE_HOME: directory },
    });
    await setLogin('username', LOGIN.username);
  });
  after(() => repository.stop());

  it('says in a preview who refused the login', async () => {
    await setLogin('password', 'wrong');
    const { code, stderr, stdout } = await stack.pulumi('preview');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, new RegExp(`${repository.url}[^]*401`));
  });

  it('makes the same objects as charts of a directory, and tells the password to the repository alone', async () => {
    await setLogin('password', LOGIN.password);
    await stack.succeed('up', '--yes', '--skip-preview');
    assert.deepEqual(
      (await own.preview()).filter(({ op }) => op !== 'same').map((step) => `${step.op} ${describeStep(step)}`),
      [],
    );
    const asked = await repository.asked();
    assert.ok(
      asked.some((line) => /^asked 200 .*istiod-.*tgz$/.test(line)),
      asked.join('\n'),
    );
    assert.ok(!(await stack.state()).includes(LOGIN.password));
    assert.ok(!(await stateInClear(lab())).includes(LOGIN.password));
  });

  it('is destroyed without remains', async () => {
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertNothingOfIstio(lab());
  });

  function setLogin(key: string, value: string): Promise<void> {
    return stack.shell(`printf %s '${value}' | pulumi config set --path --secret 'meshwork:chartCredentials.${key}'`);
  }
}
