import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stateDirectory } from '../../../cli/recover/state-directory';

/** What recovery says when it begins to take objects into the state. */
const TAKING = 'taking objects into the state';

/** Whether a kill takes the commands that recovery runs as well, and at which words of recovery it comes. */
const KILLS = {
  /** The lock is released, and nothing else was done. */
  unlocked: { words: 'lock released', written: false, whole: true },
  /** In the middle of the run that adopts: it has written the state, and not ended. */
  taking: { words: TAKING, written: true, whole: true },
  /** The same, but the run that adopts goes on without recovery. */
  alone: { words: TAKING, written: true, whole: false },
} as const;

/** A moment at which recovery is killed. */
export type RecoveryKill = keyof typeof KILLS;

/** Runs recover and kills it (SIGKILL) at a moment: `kill-recover.ts MOMENT node …`. The exit code is 0 if it was killed, 1 if it ended first. */
async function main([moment = '', program = '', ...args]: readonly string[]): Promise<number> {
  const { whole, words, written } = KILLS[moment as RecoveryKill];
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} did not start`);
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  const close = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let since: number | undefined;
  while (child.exitCode === null) {
    since ??= told.includes(words) ? lastWrite() : undefined;
    if (since !== undefined && (!written || lastWrite() > since)) {
      // Before the commands that it runs: these must not see it mourn.
      const running = whole ? descendants(pid) : [];
      child.kill('SIGKILL');
      for (const each of running) process.kill(each, 'SIGKILL');
      if (whole) await close;
      console.error(`recover was killed: ${moment}\n${told}`);
      return 0;
    }
    await pause(5);
  }
  console.error(`recover ended before it was killed:\n${told}`);
  return 1;
}

/** When a state was last written, in milliseconds since 1970. */
function lastWrite(): number {
  const directory = stateDirectory(process.env['PULUMI_BACKEND_URL'] ?? '');
  if (directory === undefined) throw new Error('the state is not in files');
  const folder = join(directory, 'stacks', 'meshwork');
  const times = readdirSync(folder).map(
    (file) => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Math.max(...times);
}

/** The processes below one, as Linux tells. */
function descendants(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const];
      } catch {
        return [];
      }
    });
  const below = (parent: number): number[] =>
    parents.flatMap(([pid, of]) => (of === parent ? [pid, ...below(pid)] : []));
  return below(root);
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
