import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../../../lab/lab';
import { rootKeyOutsidePage } from '../../root-key-outside-page';
import { reportWithoutDrift } from '../examples/system';
import { assertNothingOfIstio } from '../remains';
import { privateLines, secretsIn, stateInClear, withDecoded } from '../secret-search';
import { Stack } from '../stack';

/**
 * Tests of meshes that start with a root from outside: blue in east with ready-made intermediates, whose root key the stack never sees, and green in
 * west with the root's key as a secret of the stack.
 */
export function showsOutsideAuthorities(lab: () => Lab): void {
  let directory: string;
  let stack: Stack;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'meshwork-roots-'));
    for (const mesh of ['blue', 'green']) {
      mkdirSync(join(directory, mesh));
      rootKeyOutsidePage.makeRoot(join(directory, mesh), mesh);
    }
    rootKeyOutsidePage.makeIntermediate(join(directory, 'blue'), 'east');
    stack = await Stack.create(lab(), join(__dirname, 'two-meshes.yaml'));
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  it('refuses, before anything is made, a root whose key is that of another', async () => {
    for (const command of rootKeyOutsidePage.configCommands(join(directory, 'blue'), 'east'))
      await stack.shell(command);
    await set('--plaintext', 'meshes.green.roots.outside.given.certificate', 'green/root.pem');
    await set('--secret', 'rootKeys.green.outside', 'blue/root.key');
    const { code, stderr, stdout } = await stack.pulumi('up', '--yes', '--skip-preview');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /meshwork:rootKeys\.green\.outside[^]*does not fit/);
    await assertNothingOfIstio(lab());
  });

  it('comes up with both authorities from the first start', async () => {
    await set('--secret', 'rootKeys.green.outside', 'green/root.key');
    await stack.succeed('up', '--yes', '--skip-preview');
    const { certificates } = await reportWithoutDrift(stack);
    assert.deepEqual(
      // The stack adds a serial number to the name of what it makes.
      new Set(certificates.map(({ intermediate, place }) => `${place}: ${intermediate?.split(', serial')[0] ?? ''}`)),
      new Set(['east: O=blue, CN=east intermediate CA 1', 'west: O=green, CN=west intermediate CA']),
    );
  });

  it('has the key of one root in no state, and that of the other in no state in clear', async () => {
    const linesOf = (key: string) => privateLines(readFileSync(join(directory, key), 'utf8'));
    const inClear = withDecoded(await stateInClear(lab()));
    const green = linesOf('green/root.key');
    assert.deepEqual(secretsIn(inClear, linesOf('blue/root.key')), []);
    assert.equal(secretsIn(inClear, green).length, green.length);
    assert.deepEqual(secretsIn(withDecoded(await stack.state()), [...green, ...linesOf('blue/east.key')]), []);
  });

  it('is destroyed without remains', async () => {
    await stack.succeed('destroy', '--yes', '--skip-preview');
    await assertNothingOfIstio(lab());
  });

  function set(kind: '--plaintext' | '--secret', key: string, file: string): Promise<void> {
    return stack.shell(`< '${join(directory, file)}' pulumi config set --path ${kind} 'meshwork:${key}'`);
  }
}
