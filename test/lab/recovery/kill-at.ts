import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Most operations have begun after this time, and few have ended. */
const UNDER_WAY_MS = 400;

/**
 * Runs a pulumi command and kills it (SIGKILL) as soon as its event log says that the operation on a resource begins or has ended, or when it is
 * under way: `kill-at.ts begins|runs|ends NAME pulumi …`. NAME is the last part of the URN. The exit code is 0 if it was killed, 1 if it ended first.
 */
async function main([moment = '', name = '', program = '', ...args]: readonly string[]): Promise<number> {
  const log = join(await mkdtemp(join(tmpdir(), 'meshwork-events-')), 'events.json');
  const environment = { ...process.env, PULUMI_DEBUG_COMMANDS: 'true' };
  const child = spawn(program, [...args, '--event-log', log], { env: environment, stdio: 'inherit' });
  const close = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const event = moment === 'ends' ? '"resOutputsEvent"' : '"resourcePreEvent"';
  while (child.exitCode === null) {
    const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
    if (lines.some((line) => line.includes(event) && line.includes(`::${name}"`) && !line.includes('"op":"same"'))) {
      // The engine writes down that an operation has begun, then begins it, some of several side by side.
      if (moment === 'runs') await pause(UNDER_WAY_MS);
      child.kill('SIGKILL');
      await close;
      console.error(`killed as the operation on ${name} ${moment}`);
      return 0;
    }
    await pause(20);
  }
  console.error(`pulumi ended before the operation on ${name} ${moment}`);
  return 1;
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
