import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Elapsed } from '../elapsed';
import { CommandError, UsageError } from '../errors';
import { EXIT } from '../exit-code';
import { print } from '../print';
import { cutOffAttributes, removeAttributes } from '../recover/cut-off-attributes';
import { foundText, hasWork, leftText, type Recovery, staysBroken, stepsText } from '../recover/description';
import { inspect } from '../recover/inspection';
import { PulumiCli } from '../recover/pulumi-cli';
import { recover } from '../recover/recovery';
import { readStackConfig } from '../stack';
import type { RecoverOptions } from './recover-options';

/**
 * Brings a stack back into order after a command that was killed.
 *
 * @returns the exit code.
 * @throws CommandError if nothing could be done.
 */
export async function recoverStack(options: RecoverOptions): Promise<number> {
  const elapsed = new Elapsed((line) => process.stderr.write(`${line}\n`));
  const directory = join(__dirname, '..', '..');
  if (!(await stateIsReadable(directory, options, elapsed))) return EXIT.failed;
  const { name: stack, reading } = await readStackConfig(directory, options);
  const cli = new PulumiCli({ directory, stack, configFile: options.configFile });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      process.stderr.write(`\n${signal}: ending. The same command goes on from here.\n`);
      if (!cli.interrupt(signal)) process.exit(EXIT[signal]);
    });
  const { inspection, recovery } = await inspect(cli, reading, options, elapsed);
  const told = options.json ? process.stderr : process.stdout;
  told.write(`\n${foundText(recovery)}\n`);
  if (hasWork(recovery)) {
    told.write(`\n${stepsText(recovery)}\n\n`);
    if (!options.dryRun) {
      if (!(await agreed(options))) return EXIT.failed;
      await recover(recovery, inspection, cli, elapsed);
    }
  }
  const code = await end(recovery, options, cli, elapsed);
  if (options.json) await print(`${JSON.stringify(recovery, undefined, 2)}\n`);
  return code;
}

/**
 * Removes what keeps the state from being read after a kill in the moment of its writing: without the state, nothing else can be looked at.
 *
 * @throws CommandError with `--dry-run`, which changes nothing.
 */
async function stateIsReadable(directory: string, options: RecoverOptions, elapsed: Elapsed): Promise<boolean> {
  const { configFile, dryRun, stack = '' } = options;
  const who = await new PulumiCli({ directory, stack, configFile }).backend(['whoami', '--json']);
  const files = await cutOffAttributes((JSON.parse(who) as { url?: string }).url ?? '');
  if (files.length === 0) return true;
  const found = `The state cannot be read, because a command was killed while it wrote ${files.join(', ')}: empty, and not needed.`;
  if (dryRun) throw new CommandError(`${found} Without --dry-run, recover removes it and goes on.`);
  process.stderr.write(`${found}\n`);
  if (!(await agreed(options))) return false;
  await removeAttributes(files);
  elapsed.say('the state can be read again');
  return true;
}

async function agreed({ yes }: RecoverOptions): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY)
    throw new UsageError('recover asks before it changes anything, and this is no terminal: add --yes, or --dry-run.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Do this? (yes or no) ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Says what is left to do, or does it. */
async function end(recovery: Recovery, options: RecoverOptions, cli: PulumiCli, elapsed: Elapsed): Promise<number> {
  const say = (text: string) => (options.json ? process.stderr : process.stdout).write(`${text}\n`);
  if (staysBroken(recovery)) {
    say(leftText(recovery));
    return EXIT.failed;
  }
  if (options.dryRun) return EXIT.passed;
  if (!options.up) {
    say('The state is in order. Next: `pulumi up`.');
    return EXIT.passed;
  }
  elapsed.say('running pulumi up');
  const onOutput = (text: string) => process.stderr.write(text);
  const { code } = await cli.program(['up', '--yes', '--skip-preview'], { onOutput });
  say(code === 0 ? 'The stack is up again.' : '`pulumi up` failed; its output is above.');
  return code === 0 ? EXIT.passed : EXIT.failed;
}
