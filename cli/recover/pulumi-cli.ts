import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { Interrupted, CommandError } from '../errors';

/** The end of a pulumi command. */
export interface PulumiOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and for which stack pulumi runs. */
export interface PulumiStack {
  readonly directory: string;
  readonly stack: string;
  readonly configFile: string | undefined;
}

/** How one command of it runs. */
export interface PulumiRun {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Receives what it prints as it comes, for commands that change something. */
  readonly onOutput?: (text: string) => void;
}

/** The pulumi CLI for one stack. Whatever it prints may be shown: secrets are only asked for in encrypted form. */
export class PulumiCli {
  private readonly running = new Set<ChildProcess>();
  private interrupted: Interrupted | undefined;

  constructor(readonly target: PulumiStack) {}

  /** Asks commands that run to end, as Ctrl-C does; what they began they finish. Returns whether any runs. */
  interrupt(signal: 'SIGINT' | 'SIGTERM'): boolean {
    this.interrupted = new Interrupted(signal);
    for (const child of this.running) child.kill('SIGINT');
    return this.running.size > 0;
  }

  /** Runs a command that reads or changes the state only. */
  async state(args: readonly string[], run: PulumiRun = {}): Promise<string> {
    return succeeded(args, await this.run([...args, '--stack', this.target.stack], run));
  }

  /** Runs a command that reads config. */
  async program(args: readonly string[], run: PulumiRun = {}): Promise<PulumiOutcome> {
    const { configFile, stack } = this.target;
    const config = configFile === undefined ? [] : ['--config-file', resolve(configFile)];
    return this.run([...args, '--stack', stack, ...config, '--non-interactive'], run);
  }

  /** Runs a command that knows no stack. */
  async backend(args: readonly string[]): Promise<string> {
    return succeeded(args, await this.run(args, {}));
  }

  private run(args: readonly string[], { environment, input = '', onOutput }: PulumiRun): Promise<PulumiOutcome> {
    return new Promise((done, failed) => {
      const options = { cwd: this.target.directory, env: { ...process.env, ...environment } };
      // In a process group of its own: the terminal's Ctrl-C would reach it besides ours, and two of them end it at once.
      const child = spawn('pulumi', args, { ...options, detached: true });
      this.running.add(child);
      const [stdout, stderr]: [string[], string[]] = [[], []];
      const collect = (into: string[]) => (text: string) => {
        into.push(text);
        onOutput?.(text);
      };
      child.stdout.setEncoding('utf8').on('data', collect(stdout));
      child.stderr.setEncoding('utf8').on('data', collect(stderr));
      child.on('error', failed);
      child.on('close', (code) => {
        this.running.delete(child);
        if (this.interrupted === undefined) done({ code: code ?? 1, stdout: stdout.join(''), stderr: stderr.join('') });
        else failed(this.interrupted);
      });
      child.stdin.on('error', () => undefined).end(input);
    });
  }
}

function succeeded(args: readonly string[], { code, stderr, stdout }: PulumiOutcome): string {
  if (code === 0) return stdout;
  throw new CommandError(`\`pulumi ${args.join(' ')}\` ended with exit code ${code}: ${stderr.trim()}`);
}
