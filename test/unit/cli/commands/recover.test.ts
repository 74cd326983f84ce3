import { strict as assert } from 'node:assert';
import type { RecoverOptions } from '../../../../cli/commands/recover-options';
import { UsageError } from '../../../../cli/errors';
import { runCommandLine } from '../../../../cli/program';

/** The options that a command line stands for. */
async function parse(...args: string[]): Promise<RecoverOptions> {
  const given: RecoverOptions[] = [];
  const recover = (options: RecoverOptions) => Promise.resolve(given.push(options));
  await runCommandLine(['recover', ...args], { recover, verify: () => assert.fail(), precheck: () => assert.fail() });
  return given[0] ?? assert.fail();
}

function refuses(args: readonly string[], message: string): Promise<void> {
  return assert.rejects(parse(...args), (error) => {
    assert.ok(error instanceof UsageError);
    assert.equal(error.message, message);
    return true;
  });
}

describe('recover: arguments', () => {
  it('has defaults for everything', async () => {
    assert.deepEqual(await parse(), {
      stack: undefined,
      configFile: undefined,
      dryRun: false,
      yes: false,
      json: false,
      up: false,
      take: [],
      releaseLock: false,
    });
  });

  it('takes several objects of others', async () => {
    const [one, other] = ['east/Secret/istio-system/cacerts', 'east/Namespace/istio-system'];
    assert.deepEqual((await parse('--take', one, '--take', other)).take, [one, other]);
  });

  it('refuses what makes no sense', async () => {
    await refuses(['prod'], 'recover takes options only, but got "prod". See --help.');
    await refuses(['--stack', ''], '--stack is empty.');
    await refuses(['--dry-run', '--up'], '--dry-run changes nothing, so it takes neither --yes nor --up.');
    await refuses(
      ['--take', 'cacerts'],
      '--take is "cacerts", but an object is written CLUSTER/KIND/NAMESPACE/NAME, or CLUSTER/KIND/NAME.',
    );
  });
});
