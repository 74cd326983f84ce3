import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { readJson, writeJson } from '../state';
import { identify, isAlive, type ProcessIdentity } from './process-identity';

/** A process that runs on when the process that started it ends. */
export interface Daemon {
  /** Command line that becomes the daemon without a process in between, so that its number is the daemon's own. */
  readonly command: readonly string[];
  /** Its whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** File for its process number and start time. */
  readonly identity: string;
  /** File that its output is added to. */
  readonly log: string;
}

const SHOWN_LINES = 20;

/**
 * Starts a daemon unless it runs, and returns whether it did so. To be used inside the lab, because process numbers are those of
 * its PID namespace.
 *
 * @param watch Called with the process at once, so that it misses no event.
 */
export async function ensureDaemon(daemon: Daemon, watch: (child: ChildProcess) => void): Promise<boolean> {
  const known = await readJson<ProcessIdentity>(daemon.identity);
  if (known !== undefined && isAlive(known)) {
    return false;
  }
  await mkdir(path.dirname(daemon.log), { recursive: true });
  await mkdir(path.dirname(daemon.identity), { recursive: true });
  const [program = '', ...args] = daemon.command;
  const output = openSync(daemon.log, 'a', 0o600);
  const child = spawn(program, args, {
    stdio: ['ignore', output, output],
    detached: true,
    cwd: '/',
    env: daemon.environment,
  });
  watch(child);
  closeSync(output);
  child.unref();
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity !== undefined) {
    await writeJson(daemon.identity, identity);
  }
  return true;
}

/** Says which log to read and what its last lines are. */
export async function lastLines(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  const lines = text.trimEnd().split('\n').slice(-SHOWN_LINES);
  return `The last lines of ${log}:\n${lines.map((line) => `  ${line.slice(0, 400)}`).join('\n')}`;
}
