import type { ChildProcess } from 'node:child_process';
import { LabError } from '../error';
import { ensureDaemon, lastLines } from '../namespace/daemon';
import { enterNode } from '../namespace/enter';
import { type ClusterContext, searchPath } from './context';
import type { Program } from './program';

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
    return ensureDaemon(
      {
        // nsenter becomes the program.
        command: enterNode(this.cluster.name, [program.executable ?? program.name, ...program.args]),
        environment: { PATH: searchPath(this.cluster.artifacts, ''), HOME: '/root', ...program.environment },
        identity: this.cluster.file('processes', `${program.name}.json`),
        log: this.cluster.log(program.name),
      },
      (child) => {
        child.once('error', (error) => this.fail(error));
        child.once('exit', (code, signal) => void this.explain(program, signal ?? `exit code ${String(code)}`));
        this.started.set(program.name, child);
      },
    );
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
