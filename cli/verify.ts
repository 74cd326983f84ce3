import { setMaxListeners } from 'node:events';
import { dirname } from 'node:path';
import { HELP, parseArguments } from './commands/arguments';
import { Elapsed } from './elapsed';
import { Interrupted, VerifyError } from './errors';
import { render } from './report/render';
import { verify } from './checks/run';
import { readStack } from './stack';

const EXIT = { passed: 0, failed: 1, nothingChecked: 2, SIGINT: 130, SIGTERM: 143 } as const;

async function main(): Promise<number> {
  // Every call to every cluster listens to the same few signals; the runtime takes eleven for a leak.
  setMaxListeners(0);
  const elapsed = new Elapsed((line) => process.stderr.write(`${line}\n`));
  try {
    const args = parseArguments(process.argv.slice(2));
    if (args.help) {
      await print(HELP);
      return EXIT.passed;
    }
    const interrupt = interruptedBySignals();
    // The library takes a second to load; the pulumi CLI takes as long to answer.
    const library = import('@kubernetes/client-node');
    const stack = await readStack(dirname(__dirname), args);
    await library;
    elapsed.say(`stack ${stack.name}: config and outputs read`);
    const report = await verify(stack, args, elapsed, interrupt);
    await print(args.json ? `${JSON.stringify(report, undefined, 2)}\n` : `\n${render(report)}`);
    return report.ok ? EXIT.passed : EXIT.failed;
  } catch (error) {
    if (!(error instanceof VerifyError) && !(error instanceof Interrupted)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return error instanceof Interrupted ? EXIT[error.signal] : EXIT.nothingChecked;
  }
}

/** The first signal stops the checks, and what was made is removed; the second one leaves at once. */
function interruptedBySignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT[signal]);
      process.stderr.write(
        `\n${signal}: removing what was made. Once more leaves at once, and the next run removes it.\n`,
      );
      controller.abort(new Interrupted(signal));
    });
  return controller.signal;
}

/** Waits until a pipe has taken everything, because the process ends right after. */
async function print(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    process.stdout.write(text, (error) => (error === undefined || error === null ? resolve() : reject(error))),
  );
}

// Calls that were given up may still hold connections open; the work is done, so they do not keep the process.
void main().then((code) => process.exit(code));
