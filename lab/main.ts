import { parseArguments } from './arguments';
import { pinPackages } from './build/debian/pin';
import { down } from './commands/down';
import { exec } from './commands/exec';
import { changeFault, faultList } from './commands/fault';
import { installIngress } from './commands/ingress';
import { logs } from './commands/logs';
import { buildAndStart, mainJob } from './commands/main-job';
import { describeStatus, isHealthy, labStatus } from './commands/status';
import { describeError } from './error';
import { HELP } from './help';
import { StreamProgress } from './progress';
import { LabState } from './state';

/** Runs one lab command and returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const command = parseArguments(args);
  if (command.name === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const progress = new StreamProgress();
  if (command.name === 'pin') {
    const packages = await progress.step(`Pin packages of ${command.release}`, () => pinPackages(command.release));
    progress.note(`   ${packages.length} packages pinned.`);
    return 0;
  }
  const state = await LabState.open();
  switch (command.name) {
    case 'main-job':
      await mainJob(state, progress);
      return 0;
    case 'example':
      await mainJob(state, progress, command.example);
      return 0;
    case 'up':
      await buildAndStart(state, progress, command);
      if (command.ingress.length > 0) {
        await installIngress(state, { clusters: command.ingress, progress });
      }
      progress.summary();
      return 0;
    case 'down':
      await down(state, progress);
      return 0;
    case 'faults':
      process.stdout.write(faultList());
      return 0;
    case 'fault':
      await changeFault(state, command, { undo: command.undo, progress });
      return 0;
    case 'logs':
      return logs(state, command);
    case 'exec':
      return exec(state, command.command, userDirectory());
    case 'status': {
      const status = await labStatus(state);
      process.stdout.write(command.json ? `${JSON.stringify(status, undefined, 2)}\n` : describeStatus(status));
      return isHealthy(status) ? 0 : 1;
    }
  }
}

/** The user's working directory: npm runs scripts in the package's directory and hands on the user's in INIT_CWD. */
function userDirectory(): string {
  const { npm_lifecycle_event: script, INIT_CWD: called } = process.env;
  return script === 'lab' && called !== undefined ? called : process.cwd();
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  },
);
