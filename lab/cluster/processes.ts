import type { ChildProcess } from 'node:child_process';
import { LabError } from '../error';
import { ensureDaemon, lastLines } from '../namespace/daemon';
import { enterNode } from '../namespace/enter';
import { type NodeContext, searchPath } from './context';
import type { Program } from './program';

/** Runs a cluster's programs on its nodes. To be used inside the lab, where their process numbers mean something. */
export class Processes {
  private readonly started: ChildProcess[] = [];
  private readonly failed: Promise<never>;
  private fail: (reason: unknown) => void = () => undefined;

  constructor() {
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => undefined); // callers of orFailure hear of it
  }

  /** Starts a program unless it runs, and returns whether it did so. The program runs on when this process ends. */
  async ensure(node: NodeContext, program: Program): Promise<boolean> {
    return ensureDaemon(
      {
        // nsenter becomes the program.
        command: enterNode(node.name, [program.executable ?? program.name, ...program.args]),
        environment: { PATH: searchPath(node.cluster.artifacts, ''), HOME: '/root', ...program.environment },
        identity: node.process(program.name),
        log: node.log(program.name),
      },
      (child) => {
        child.once('error', (error) => this.fail(error));
        child.once('exit', (code, signal) => void this.explain(node, program, signal ?? `exit code ${String(code)}`));
        this.started.push(child);
      },
    );
  }

  /** Waits for `work`; fails as soon as one of the programs ends. */
  async orFailure<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.failed]);
  }

  /** Stops watching the programs: they may end from now on. */
  release(): void {
    for (const child of this.started) {
      child.removeAllListeners();
    }
  }

  private async explain(node: NodeContext, program: Program, how: string): Promise<void> {
    this.fail(
      new LabError(`${program.name} of ${titleOf(node)} ended with ${how}. ${await lastLines(node.log(program.name))}`),
    );
  }
}

function titleOf(node: NodeContext): string {
  return node.isFirst ? `cluster ${node.cluster.name}` : `node ${node.name} of cluster ${node.cluster.name}`;
}
