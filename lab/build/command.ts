import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LabError } from '../error';

/** How to run a program. */
export interface CommandOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  /** Gets each line of standard error as it comes. */
  readonly onErrorLine?: ((line: string) => void) | undefined;
  /** Lines of standard error that say nothing when the program fails. */
  readonly isNoise?: (line: string) => boolean;
  readonly timeoutMs?: number;
}

/** A program that could not be run or ended with another code than 0. */
export class CommandError extends LabError {}

const SHOWN_LINES = 25;

/** Runs a program to its end and returns what it wrote to standard output. Its arguments must hold no secret: errors show them. */
export async function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeoutMs,
  });
  const output: Buffer[] = [];
  const lastLines: string[] = [];
  child.stdout.on('data', (data: Buffer) => output.push(data));
  createInterface({ input: child.stderr }).on('line', (line) => {
    options.onErrorLine?.(line);
    if (options.isNoise?.(line) !== true) {
      lastLines.push(line);
      lastLines.splice(0, lastLines.length - SHOWN_LINES);
    }
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new CommandError(`Cannot run ${command}: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) {
        resolve();
        return;
      }
      const how = signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
      const said = lastLines.length === 0 ? '' : `\n  ${lastLines.join('\n  ')}`;
      reject(new CommandError(`${[command, ...args].join(' ')}\nended with ${how}:${said}`));
    });
  });
  return Buffer.concat(output).toString();
}
