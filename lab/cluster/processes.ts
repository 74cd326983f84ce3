import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { LabError } from '../error';
import { enterNode } from '../namespace/enter';
import { identify, isAlive, type ProcessIdentity } from '../namespace/process-identity';
import { readJson, writeJson } from '../state';
import { type ClusterContext, searchPath } from './context';
import type { Program } from './program';

const SHOWN_LINES = 20;

/** Runs a cluster's programs on its node. To be used inside the lab, where their process numbers mean something. */
export class Processes {
  private readonly started = new Map<string, ChildProcess>();
  private readonly failed: Promise<never>;
  private fail: (reason: unknown) => void = () => undefined;

  constructor(private readonly cluster: ClusterContext) {
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => undefined); // callers of orFailure hear of it
  }

  /** Starts a program unless it runs, and returns whether it did so. The program runs on when this process ends. */
  async ensure(program: Program): Promise<boolean> {
    const file = this.cluster.file('processes', `${program.name}.json`);
    const known = await readJson<ProcessIdentity>(file);
    if (known !== undefined && isAlive(known)) {
      return false;
    }
    const log = this.cluster.log(program.name);
    await mkdir(path.dirname(log), { recursive: true });
    await mkdir(path.dirname(file), { recursive: true });
    const [command = '', ...args] = enterNode(this.cluster.name, [program.executable ?? program.name, ...program.args]);
    const output = openSync(log, 'a', 0o600);
    // nsenter becomes the program, so this is the program's own number.
    const child = spawn(command, args, {
      stdio: ['ignore', output, output],
      detached: true,
      cwd: '/',
      env: { PATH: searchPath(this.cluster.artifacts, ''), HOME: '/root', ...program.environment },
    });
    closeSync(output);
    child.once('error', (error) => this.fail(error));
    child.once('exit', (code, signal) => void this.explain(program, signal ?? `exit code ${String(code)}`));
    child.unref();
    this.started.set(program.name, child);
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity !== undefined) {
      await writeJson(file, identity);
    }
    return true;
  }

  /** Waits for `work`; fails as soon as one of the programs ends. */
  async orFailure<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.failed]);
  }

  /** Stops watching the programs: they may end from now on. */
  release(): void {
    for (const child of this.started.values()) {
      child.removeAllListeners();
    }
  }

  private async explain(program: Program, how: string): Promise<void> {
    this.fail(
      new LabError(
        `${program.name} of cluster ${this.cluster.name} ended with ${how}. ${await lastLines(this.cluster.log(program.name))}`,
      ),
    );
  }
}

/** Says which log to read and what its last lines are. */
export async function lastLines(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  const lines = text.trimEnd().split('\n').slice(-SHOWN_LINES);
  return `The last lines of ${log}:\n${lines.map((line) => `  ${line.slice(0, 400)}`).join('\n')}`;
}
