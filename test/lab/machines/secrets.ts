import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';
import type { Stack } from '../stack';
import { sudo } from './failure-causes';
import { ProcessWatch, privateLines, readableFilesWith, secretsIn } from './secret-search';
import { succeed } from './machine-server';

/** What the tests of secrets work on: a stack whose machines have joined under the eyes of watches. */
export interface Watched {
  readonly lab: Lab;
  readonly stack: Stack;
  readonly secrets: readonly string[];
  readonly watches: Watches;
  /** Everything that commands have said. */
  readonly heard: readonly string[];
}

/** The watches of the processes, by place. */
export type Watches = Readonly<Record<'lab' | 'vm-1', ProcessWatch>>;

/** The state with its secrets in clear. */
export function stateInClear(lab: Lab): Promise<string> {
  return lab.run(['pulumi', 'stack', 'export', '--show-secrets', '--stack', 'dev']);
}

/** Begins to watch processes for everything secret that the state and the SSH key hold. */
export async function watchProcesses(lab: Lab, secrets: readonly string[]): Promise<Watches> {
  return { lab: await ProcessWatch.ofLab(lab, secrets), 'vm-1': await ProcessWatch.ofMachine(lab, 'vm-1', secrets) };
}

/** Tests of places where no secret may be. Each search finds one that is planted. */
export function showsNoSecrets(about: () => Watched): void {
  for (const place of ['vm-1', 'lab'] as const)
    it(`shows no key in a command line or an environment while machines join: ${place}`, async () => {
      const watch = about().watches[place];
      assert.deepEqual(await watch.seen(), []);
      assert.ok((await watch.rounds()) > 100, `all processes were looked at ${await watch.rounds()} times`);
      await watch.plant();
      assert.match((await watch.seen()).join('\n'), /^\/proc\/\d+\/cmdline sleep/m);
      await watch.stop();
    });

  it('shows no key in what commands and errors say, whether as text, as JSON or with --debug', () => {
    const { heard, secrets } = about();
    assert.ok(heard.length > 10 && heard.some((text) => text.includes('step "package"')));
    for (const text of heard) assert.deepEqual(secretsIn(text, secrets), []);
    assert.equal(secretsIn(`an error with ${secrets[0] ?? ''} in it`, secrets).length, 1);
  });

  it('shows no key in the state in clear', async () => {
    const { lab, secrets, stack } = about();
    assert.deepEqual(secretsIn(await stack.state(), secrets), []);
    // It holds all of them, encrypted.
    const inClear = await stateInClear(lab);
    assert.deepEqual(
      privateLines(inClear).filter((line) => !secrets.includes(line)),
      [],
    );
    assert.equal(secretsIn(inClear, secrets).length, secrets.length);
  });

  it('shows no key in the logs of the machine, nor in a file that anybody may read', async () => {
    const { lab, secrets } = about();
    const logs = () =>
      succeed(lab, 'vm-1', 'sudo journalctl --no-pager; sudo find /var/log -name "*.log" -exec cat {} +');
    assert.deepEqual(secretsIn(await logs(), secrets), []);
    assert.deepEqual(await readableFilesWith(lab, 'vm-1', secrets), []);
    await succeed(lab, 'vm-1', 'sudo tee /var/log/planted.log', secrets[0]);
    assert.equal(secretsIn(await logs(), secrets).length, 1);
    assert.deepEqual(await readableFilesWith(lab, 'vm-1', secrets), ['/var/log/planted.log']);
    await sudo(lab, 'vm-1', 'rm /var/log/planted.log');
  });
}
