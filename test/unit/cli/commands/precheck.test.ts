import { strict as assert } from 'node:assert';
import type { PrecheckOptions } from '../../../../cli/commands/precheck-command';
import { UsageError } from '../../../../cli/errors';
import { runCommandLine } from '../../../../cli/program';

/** The options that a command line stands for. */
async function parse(...args: string[]): Promise<PrecheckOptions | undefined> {
  const given: PrecheckOptions[] = [];
  const precheck = (options: PrecheckOptions) => Promise.resolve(given.push(options));
  await runCommandLine(['precheck', ...args], { precheck, verify: () => assert.fail(), recover: () => assert.fail() });
  return given[0];
}

describe('precheck: arguments', () => {
  it('have defaults, and take the given values', async () => {
    const defaults = { stack: undefined, configFile: undefined, json: false, timeoutSeconds: 15 };
    assert.deepEqual(await parse(), defaults);
    assert.deepEqual(await parse('--stack', 'prod', '--config-file', 'a.yaml', '--json', '--timeout', '2.5'), {
      stack: 'prod',
      configFile: 'a.yaml',
      json: true,
      timeoutSeconds: 2.5,
    });
  });

  it('are refused with what is wrong', async () => {
    const refusals: readonly (readonly [readonly string[], string])[] = [
      [['prod'], 'precheck takes options only, but got "prod". See --help.'],
      [['--timeout', '0'], '--timeout is "0", but it takes a number of seconds above zero.'],
      [['--stack', ''], '--stack is empty.'],
      [['--config-file', ''], '--config-file is empty.'],
    ];
    for (const [args, message] of refusals)
      await assert.rejects(parse(...args), (error) => error instanceof UsageError && error.message === message);
  });
});
