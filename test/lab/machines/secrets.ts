import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';
import type { Stack } from '../stack';
import { sudo } from './failure-causes';
import { type ProcessWatch, readableFilesWith, secretsIn, stateInClear } from '../secret-search';
import { succeed } from './machine-server';

/** What the tests of secrets work on: a stack whose machines have joined under the eyes of a watch. */
export interface Watched {
  readonly lab: Lab;
  readonly stack: Stack;
  readonly secrets: readonly string[];
  readonly watch: ProcessWatch;
  /** Everything that commands have said. */
  readonly heard: readonly string[];
}

/** Tests of places where no secret may be. Each search finds one that is planted. */
export function showsNoSecrets(about: () => Watched): void {
  it('shows no key in a command line or an environment, of the machine or of the engine, while it joins', async () => {
    const { lab, secrets, watch } = about();
    assert.deepEqual(watch.seen(), []);
    assert.ok(watch.rounds() > 100, `all processes were looked at ${watch.rounds()} times`);
    const plant = 'read -r secret; (exec -a "$secret" sleep 2); secret=$secret sleep 3';
    const input = secrets[0] ?? '';
    await lab.ssh('vm-1', plant, { input });
    await lab.exec(['bash', '-c', plant], { input });
    const kinds = watch.seen().map((line) => line.replace(/\d+/, 'N'));
    const each = ['/proc/N/cmdline', '/proc/N/environ'];
    assert.deepEqual(kinds.sort(), [...each, ...each].sort());
    await watch.stop();
  });

  it('shows no key in what commands and errors say, whether as text or as JSON', () => {
    const { heard, secrets } = about();
    assert.ok(heard.length > 10 && heard.some((text) => text.includes('step "package"')));
    for (const text of heard) assert.deepEqual(secretsIn(text, secrets), []);
    assert.equal(secretsIn(`an error with ${secrets[0] ?? ''} in it`, secrets).length, 1);
  });

  it('shows no key in the state in clear', async () => {
    const { lab, secrets, stack } = about();
    assert.deepEqual(secretsIn(await stack.state(), secrets), []);
    // It holds all of them, encrypted; that of SSH is in the format of OpenSSH.
    assert.ok(secretsIn(await stateInClear(lab), secrets).length > 10);
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
