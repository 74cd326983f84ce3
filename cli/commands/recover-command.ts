import { Command } from 'commander';

/** One line for each paragraph: the library breaks lines. */
const DESCRIPTION = [
  'Brings a stack back into order after a pulumi command that was killed.',
  'Recover releases the lock if its owner has ended. It compares the state, the plan and the clusters: which objects exist that the state does not know, which no longer exist, and which operations had begun. ' +
    'It says what it found and what it will do, and asks. It takes objects that carry the mark of this stack into the state, in a run that may adopt these and no others. ' +
    'It never takes an object of others unless --take names it. It can be interrupted at any point and run again. Then `pulumi up` finishes what the killed command had begun.',
].join('\n\n');

const AFTER = `
Progress goes to standard error, the result to standard output. Recover needs the pulumi CLI, with the backend and the
passphrase of the stack, and reaches clusters as the stack's config says. docs/how-to/recover.md has an example for CI.

Exit code: 0 the stack is in order (or would be, with --dry-run), 1 something is left to do, which the result names,
2 nothing was done (usage, stack in use, configuration), 130 or 143 interrupted.`;

/** The sub-command and its options, without its work. */
export function recoverCommand(): Command {
  return (
    new Command('recover')
      .summary('bring a stack back into order after a command that was killed')
      .description(DESCRIPTION)
      // The action names the argument that is too many; the library only counts them.
      .allowExcessArguments(true)
      .option('-s, --stack <name>', 'stack to recover (default: the selected one)')
      .option(
        '--config-file <file>',
        "the stack's config, if `pulumi up` got it by --config-file (default: its Pulumi.NAME.yaml)",
      )
      .option('--dry-run', 'say what was found and what would be done, and change nothing')
      .option('-y, --yes', 'do it without a question')
      .option('--up', 'run `pulumi up` at the end')
      .option(
        '--take <object>',
        'also take over this object of others, written CLUSTER/KIND/NAMESPACE/NAME; may be given again',
        (object: string, before: string[] | undefined) => [...(before ?? []), object],
      )
      .option('--release-lock', 'release a lock whose owner ran on another machine and, as you know, has ended')
      .option('--json', 'write the result as one JSON document; its shape is in cli/recover/description.ts')
      .helpOption('-h, --help', 'this text')
      .addHelpText('after', AFTER)
  );
}
