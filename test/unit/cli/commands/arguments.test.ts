import { strict as assert } from 'node:assert';
import { parseArguments } from '../../../../cli/commands/arguments';
import { UsageError } from '../../../../cli/errors';

describe('verify: arguments', () => {
  it('has defaults for everything', () => {
    assert.deepEqual(parseArguments([]), {
      help: false,
      stack: undefined,
      configFile: undefined,
      json: false,
      timeoutSeconds: 120,
      answerTimeoutSeconds: 120,
      namespace: 'meshwork-verify',
      keep: false,
      wait: true,
    });
  });

  it('waits for answers as long as for pods, if only that is given', () => {
    assert.equal(parseArguments(['--timeout', '30']).answerTimeoutSeconds, 30);
  });

  it('takes what is given', () => {
    const args = [
      '--stack',
      'prod',
      '--config-file',
      'a.yaml',
      '--json',
      '--timeout',
      '7.5',
      '--answer-timeout',
      '3',
      '--namespace',
      'probe',
      '--keep',
    ];
    assert.deepEqual(parseArguments(args), {
      help: false,
      stack: 'prod',
      configFile: 'a.yaml',
      json: true,
      timeoutSeconds: 7.5,
      answerTimeoutSeconds: 3,
      namespace: 'probe',
      keep: true,
      wait: true,
    });
    assert.equal(parseArguments(['--no-wait']).wait, false);
  });

  const refused: readonly [string, readonly string[], RegExp][] = [
    ['an unknown option', ['--stak', 'prod'], /--stak/],
    ['a word that belongs to no option', ['prod'], /prod/],
    ['a timeout that is no number', ['--timeout', 'soon'], /--timeout is "soon"/],
    ['a timeout for answers that is no number', ['--answer-timeout', 'no'], /--answer-timeout is "no"/],
    ['a timeout of nothing', ['--timeout', '0'], /--timeout is "0"/],
    ['a namespace that cannot be', ['--namespace', 'No_Name'], /--namespace is "No_Name"/],
    ['to leave in place what it also removes', ['--keep', '--no-wait'], /--keep and --no-wait/],
    ['an empty stack', ['--stack='], /--stack is empty/],
    ['an empty config file', ['--config-file='], /--config-file is empty/],
  ];
  for (const [what, args, message] of refused)
    it(`refuses ${what}`, () => {
      assert.throws(
        () => parseArguments(args),
        (error) => error instanceof UsageError && message.test(error.message),
      );
    });
});
