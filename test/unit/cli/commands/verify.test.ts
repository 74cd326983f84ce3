import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerifyOptions } from '../../../../cli/commands/verify-options';
import { runCommandLine } from '../../../../cli/program';
import { UsageError } from '../../../../cli/errors';

/** The options that a command line stands for. */
async function parse(args: readonly string[]): Promise<VerifyOptions> {
  const given: VerifyOptions[] = [];
  const verify = (options: VerifyOptions) => Promise.resolve(given.push(options));
  await runCommandLine(['verify', ...args], { verify, precheck: () => assert.fail(), recover: () => assert.fail() });
  const [options] = given;
  assert.ok(options);
  return options;
}

describe('verify: arguments', () => {
  it('has defaults for everything', async () => {
    assert.deepEqual(await parse([]), {
      stack: undefined,
      configFile: undefined,
      json: false,
      junit: undefined,
      timeoutSeconds: 120,
      answerTimeoutSeconds: 120,
      namespace: 'meshwork-verify',
      keep: false,
      wait: true,
    });
  });

  it('waits for answers as long as for pods, if only that is given', async () => {
    assert.equal((await parse(['--timeout', '30'])).answerTimeoutSeconds, 30);
  });

  it('takes the given values', async () => {
    const args = [
      '--stack',
      'prod',
      '--config-file',
      'a.yaml',
      '--json',
      '--junit',
      'results.xml',
      '--timeout',
      '7.5',
      '--answer-timeout',
      '3',
      '--namespace',
      'probe',
      '--keep',
    ];
    assert.deepEqual(await parse(args), {
      stack: 'prod',
      configFile: 'a.yaml',
      json: true,
      junit: 'results.xml',
      timeoutSeconds: 7.5,
      answerTimeoutSeconds: 3,
      namespace: 'probe',
      keep: true,
      wait: true,
    });
    assert.equal((await parse(['--no-wait'])).wait, false);
  });

  const refused: readonly [string, readonly string[], RegExp][] = [
    ['an unknown option', ['--stak', 'prod'], /^Unknown option '--stak'\. Did you mean --stack\? See --help\.$/],
    ['an option without its value', ['--stack'], /^Option '-s, --stack <name>' argument missing\. See --help\.$/],
    ['a word that belongs to no option', ['prod'], /prod/],
    ['a timeout that is no number', ['--timeout', 'soon'], /--timeout is "soon"/],
    ['a timeout for answers that is no number', ['--answer-timeout', 'no'], /--answer-timeout is "no"/],
    ['a timeout of nothing', ['--timeout', '0'], /--timeout is "0"/],
    ['a namespace that cannot be', ['--namespace', 'No_Name'], /--namespace is "No_Name"/],
    ['to keep clients and servers, and also to remove them', ['--keep', '--no-wait'], /--keep and --no-wait/],
    ['an empty stack', ['--stack='], /--stack is empty/],
    ['an empty file for JUnit', ['--junit='], /--junit is empty/],
    ['an empty config file', ['--config-file='], /--config-file is empty/],
  ];
  for (const [what, args, message] of refused)
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        () => parse(args),
        (error) => error instanceof UsageError && message.test(error.message),
      );
    });
});

describe('mesh: the command', () => {
  const mesh = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'cli/mesh.ts', ...args], { encoding: 'utf8' });

  it('shows its help on request, and for no command', () => {
    const asked = mesh('--help');
    assert.deepEqual([asked.status, asked.stderr], [0, '']);
    assert.match(asked.stdout, /^Usage: npm run mesh -- <command> \[options\]\n[^]*\n {2}verify /);
    assert.equal(mesh().stdout, asked.stdout);
  });

  it('shows the help of verify with every option', () => {
    const { status, stdout } = mesh('verify', '--help');
    assert.equal(status, 0);
    for (const option of [
      '--stack',
      '--config-file',
      '--json',
      '--junit',
      '--timeout',
      '--answer-timeout',
      '--namespace',
      '--keep',
      '--no-wait',
    ])
      assert.match(stdout, new RegExp(`^ .*${option}\\b`, 'm'), option);
  });

  it('ends with exit code 2 and one message for a command line that makes no sense', () => {
    const misspelt = mesh('verfy');
    assert.deepEqual([misspelt.status, misspelt.stdout], [2, '']);
    assert.match(misspelt.stderr, /^\nUnknown command 'verfy'\. Did you mean verify\? See --help\.\n$/);
    assert.equal(mesh('verify', '--timeout', 'soon').status, 2);
  });

  it('writes the file for CI also when nothing could be checked, and refuses one that cannot be written', () => {
    const directory = mkdtempSync(join(tmpdir(), 'meshwork-junit-'));
    try {
      const file = join(directory, 'results.xml');
      assert.equal(mesh('verify', '--stack', 'no/such/stack/at-all', '--junit', file).status, 2);
      assert.match(readFileSync(file, 'utf8'), /<testsuites name="verify" tests="1" failures="0" errors="1"/);
      const nowhere = mesh('verify', '--junit', join(directory, 'none', 'results.xml'));
      assert.equal(nowhere.status, 2);
      assert.match(nowhere.stderr, /--junit is ".*none\/results\.xml", which cannot be written/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
