import { spawn } from 'node:child_process';
import { LabError } from '../error';

/** How to start a process that makes namespaces, says so with a line on standard output, and then stays to hold them. */
export interface HolderOptions {
  readonly command: readonly string[];
  /** Its standard input. */
  readonly input: string;
  readonly searchPath: string;
  /** For the message when it fails. */
  readonly what: string;
}

/** Starts a holder and returns its process number as soon as it is ready. It stays when we end. */
export async function startHolder(options: HolderOptions): Promise<number> {
  const [command = '', ...args] = options.command;
  const child = spawn(command, args, {
    env: { PATH: options.searchPath },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    cwd: '/',
  });
  const complaint: Buffer[] = [];
  child.stderr.on('data', (data: Buffer) => complaint.push(data));
  child.stdin.on('error', () => undefined); // told by 'close'
  child.stdin.end(options.input);
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('error', reject);
    child.once('close', () => {
      reject(new LabError(`${options.what} cannot be made: ${Buffer.concat(complaint).toString().trim()}`));
    });
  });
  child.removeAllListeners();
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  if (child.pid === undefined) {
    throw new LabError(`${options.what} cannot be made: the process that holds it has no number.`);
  }
  return child.pid;
}
