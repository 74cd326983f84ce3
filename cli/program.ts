import { Command, CommanderError } from 'commander';
import { recoverCommand } from './commands/recover-command';
import { type RecoverArguments, recoverOptions, type RecoverOptions } from './commands/recover-options';
import { type VerifyArguments, verifyOptions, type VerifyOptions } from './commands/verify-options';
import {
  type PrecheckArguments,
  precheckCommand,
  precheckOptions,
  type PrecheckOptions,
} from './commands/precheck-command';
import { verifyCommand } from './commands/verify-command';
import { UsageError } from './errors';
import { print } from './print';

/** The work behind each command; yields the exit code. */
export interface Commands {
  readonly verify: (options: VerifyOptions) => Promise<number>;
  readonly precheck: (options: PrecheckOptions) => Promise<number>;
  readonly recover: (options: RecoverOptions) => Promise<number>;
}

/**
 * Reads a command line and runs its command.
 *
 * @returns the exit code.
 * @throws UsageError that says which argument is wrong.
 */
export async function runCommandLine(args: readonly string[], commands: Commands): Promise<number> {
  let code = 0;
  let help = '';
  const program = new Command('npm run mesh --')
    .description('Commands for a stack of meshwork.')
    .usage('<command> [options]')
    .helpOption('-h, --help', 'this text; `npm run mesh -- verify --help` shows that of a command')
    .helpCommand(false);
  const verify = verifyCommand().action(async (given: VerifyArguments, command: Command) => {
    refuseWords(command);
    code = await commands.verify(verifyOptions(given));
  });
  const precheck = precheckCommand().action(async (given: PrecheckArguments, command: Command) => {
    refuseWords(command);
    code = await commands.precheck(precheckOptions(given));
  });
  const recover = recoverCommand().action(async (given: RecoverArguments, command: Command) => {
    refuseWords(command);
    code = await commands.recover(recoverOptions(given));
  });
  program.addCommand(verify).addCommand(precheck).addCommand(recover);
  for (const command of [program, verify, precheck, recover])
    command
      .exitOverride()
      .configureHelp({ helpWidth: 120 })
      .configureOutput({ writeOut: (text) => (help += text), writeErr: () => undefined, outputError: () => undefined });
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UsageError(sentence(error.message));
  }
  if (help !== '') await print(help);
  return code;
}

/** The library only counts arguments that are too many. */
function refuseWords(command: Command): void {
  const [word] = command.args;
  if (word !== undefined) throw new UsageError(`${command.name()} takes options only, but got "${word}". See --help.`);
}

/** The library's "error: unknown option '--stak'", with a suggestion on a line of its own, as sentences. */
function sentence(message: string): string {
  const [first = '', ...more] = message.replace(/^error: /, '').split('\n');
  const start = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.?$/, '.');
  return [start, ...more.map((line) => line.replace(/^\((.*)\)$/, '$1')), 'See --help.'].filter(Boolean).join(' ');
}
