import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Lab } from '../../../lab/lab';
import type { Outcome } from '../../../lab/outcome';
import { ProcessWatch, privateLines, secretsIn, stateInClear } from '../secret-search';
import type { Stack } from '../stack';

/** A search of everything that a whole run leaves and says, for all private keys, tokens and credentials. Each search finds a planted one. */
export function showsNoSecretsInPlaces(lab: () => Lab, stack: () => Stack): void {
  let secrets: string[];
  let watch: ProcessWatch;
  const heard: string[] = [];

  it('runs every command under the eyes of a watch, while a remote secret is made again', async () => {
    const tokens = await readerTokens();
    secrets = [...privateLines(await stateInClear(lab())), ...tokens, ...adminTokens()];
    // The keys of the root and of an intermediate, a reader token, and the administrators of two clusters.
    assert.ok(secrets.length >= 6, `${secrets.length}`);
    watch = await ProcessWatch.begin(lab(), secrets);
    await lab().kubectl('east', '-n', 'istio-system', 'delete', 'secret', 'istio-remote-secret-west');
    for (const command of [
      ['preview', '--refresh', '--diff'],
      ['up', '--refresh', '--yes', '--skip-preview', '--json'],
      ['preview', '--json'],
      ['refresh', '--preview-only', '--diff'],
      ['up', '--yes', '--skip-preview', '--debug'],
    ])
      hear(await stack().pulumi(...command));
    hear(await lab().exec(['pulumi', 'stack', 'output', '--json', '--stack', 'dev']));
    hear(await stack().verify('--timeout', '600'));
    hear(await stack().mesh('precheck', '--json'));
    assert.ok(heard.every((text) => text !== ''));
  });

  it('shows none in a command line or an environment', async () => {
    assert.deepEqual(watch.seen(), []);
    assert.ok(watch.rounds() > 100, `all processes were looked at ${watch.rounds()} times`);
    const plant = 'read -r secret; (exec -a "$secret" sleep 2); secret=$secret sleep 3';
    await lab().exec(['bash', '-c', plant], { input: secrets.at(-1) ?? '' });
    const kinds = watch.seen().map((line) => line.replace(/\d+/, 'N'));
    assert.deepEqual(kinds.sort(), ['/proc/N/cmdline', '/proc/N/environ']);
    await watch.stop();
  });

  it('shows none in what commands say, as text or as JSON, nor in the state', async () => {
    for (const text of [...heard, await stack().state()]) assert.deepEqual(secretsIn(text, secrets), []);
    assert.equal(secretsIn(`${heard[0] ?? ''} ${secrets[0] ?? ''}`, secrets).length, 1);
  });

  it('shows none in logs of the lab, of istiods and of gateways, nor in files that others may read', async () => {
    const planted = mkdtempSync(join(tmpdir(), 'meshwork-planted-'));
    try {
      const places = [lab().directory, planted];
      assert.deepEqual([await logsWith(places), await readableWith(places)], [[], []]);
      await lab().run(['chmod', '755', planted]);
      const file = join(planted, 'planted.log');
      writeFileSync(file, secrets[0] ?? '', { mode: 0o644 });
      assert.deepEqual([await logsWith(places), await readableWith(places)], [[file], [file]]);
    } finally {
      rmSync(planted, { recursive: true });
    }
  });

  function hear({ code, stderr, stdout }: Outcome): void {
    heard.push(`${stdout}${stderr}`);
    assert.equal(code, 0, `${stdout.slice(-2000)}${stderr.slice(-2000)}`);
  }

  /** Tokens of readers, as a remote secret and as a Secret hold them. */
  async function readerTokens(): Promise<string[]> {
    const query = '--output=jsonpath={.items[?(@.type=="kubernetes.io/service-account-token")].data.token}';
    const encoded = (await lab().kubectl('west', '-n', 'istio-system', 'get', 'secrets', query)).trim().split(/\s+/);
    assert.ok(encoded.every((token) => token.length > 100));
    return encoded.flatMap((token) => [token, Buffer.from(token, 'base64').toString()]);
  }

  function adminTokens(): string[] {
    const { users } = parse(readFileSync(lab().kubeconfig, 'utf8')) as { users: { user: { token: string } }[] };
    return users.map(({ user }) => user.token);
  }

  function logsWith(places: readonly string[]): Promise<string[]> {
    return search(['grep', '-rlsF', '--include=*.log', '-f', '-', ...places]);
  }

  function readableWith(places: readonly string[]): Promise<string[]> {
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    return search([...nobody, 'grep', '-rlsF', '-f', '-', ...places]);
  }

  async function search(command: readonly string[]): Promise<string[]> {
    const { stdout } = await lab().exec(command, { input: `${secrets.join('\n')}\n` });
    return stdout.split('\n').filter((line) => line !== '');
  }
}
