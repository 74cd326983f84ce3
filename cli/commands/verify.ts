import { setMaxListeners } from 'node:events';
import { access, constants, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { verify } from '../checks/run';
import { Elapsed } from '../elapsed';
import { explain, Interrupted, UsageError, CommandError } from '../errors';
import { EXIT } from '../exit-code';
import { print } from '../print';
import { coloured, showsColour } from '../report/colour';
import { junit, junitOfError } from '../report/junit';
import { render } from '../report/render';
import type { Report } from '../report/report';
import { readStack } from '../stack';
import type { VerifyOptions } from './verify-options';

/**
 * Verifies a stack and prints the report.
 *
 * @returns the exit code.
 * @throws CommandError if nothing could be checked, and Interrupted.
 */
export async function verifyStack(options: VerifyOptions): Promise<number> {
  // Every call to every cluster listens to the same few signals; the runtime takes eleven for a leak.
  setMaxListeners(0);
  const { json, junit: file } = options;
  if (file !== undefined) await refuseUnwritable(file);
  let report: Report;
  try {
    report = await reportOn(options);
  } catch (error) {
    if (file !== undefined && error instanceof CommandError) await writeFile(file, junitOfError(error.message));
    throw error;
  }
  const shown = () => {
    const text = `\n${render(report)}`;
    return showsColour(process.stdout, process.env) ? coloured(text) : text;
  };
  await print(json ? `${JSON.stringify(report, undefined, 2)}\n` : shown());
  if (file !== undefined) await writeFile(file, junit(report));
  return report.ok ? EXIT.passed : EXIT.failed;
}

async function reportOn(options: VerifyOptions): Promise<Report> {
  const elapsed = new Elapsed((line) => process.stderr.write(`${line}\n`));
  const interrupt = interruptedBySignals();
  // The library takes a second to load; the pulumi CLI takes as long to answer.
  const library = import('@kubernetes/client-node');
  const stack = await readStack(join(__dirname, '..', '..'), options);
  await library;
  elapsed.say(`stack ${stack.name}: config and outputs read`);
  return verify(stack, options, elapsed, interrupt);
}

/** Refuses the file before the run, which takes long. */
async function refuseUnwritable(file: string): Promise<void> {
  try {
    await access(dirname(resolve(file)), constants.W_OK);
  } catch (error) {
    throw new UsageError(`--junit is "${file}", which cannot be written: ${explain(error)}`);
  }
}

/** The first signal stops the checks and removes everything that verify made; the second one ends the process at once. */
function interruptedBySignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT[signal]);
      process.stderr.write(
        `\n${signal}: removing everything that verify made. A second signal ends it at once; the next run then removes the rest.\n`,
      );
      controller.abort(new Interrupted(signal));
    });
  return controller.signal;
}
