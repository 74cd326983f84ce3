import { precheckStack } from './commands/precheck';
import { recoverStack } from './commands/recover';
import { verifyStack } from './commands/verify';
import { Interrupted, CommandError } from './errors';
import { EXIT } from './exit-code';
import { runCommandLine } from './program';

async function main(): Promise<number> {
  try {
    return await runCommandLine(process.argv.slice(2), {
      precheck: precheckStack,
      recover: recoverStack,
      verify: verifyStack,
    });
  } catch (error) {
    if (!(error instanceof CommandError) && !(error instanceof Interrupted)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return error instanceof Interrupted ? EXIT[error.signal] : EXIT.nothingChecked;
  }
}

// Calls that were given up may still hold connections open; the work is done, so they do not keep the process.
void main().then((code) => process.exit(code));
