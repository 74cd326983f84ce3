import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import { connectCommand } from '../machine/machine-script';
import { pauseFor } from '../eventually';
import { orAborted } from '../kubernetes/until';
import { asSocket, TunnelHttp } from '../tunnel-http';
import { CONFIG, MACHINE, SOCKET, type SshTarget } from './ssh-config';
import { sshFailure } from './ssh-failure';
import { SshFolder } from './ssh-folder';

/** How often the connection is looked for, in milliseconds. */
const LOOK_MS = 50;

/**
 * Keeps the connection, and removes the files for it afterwards. Its standard input ends with this process, even if that is killed; `cat` and the
 * connection end then.
 */
const CONNECTION = `exec 3<&0; ssh -F "$1/${CONFIG}" -M ${MACHINE} 'cat >/dev/null' <&3 & trap "kill $!" TERM; wait $!; code=$?; rm -rf "$1"; exit $code`;

/** A machine that is reached by the `ssh` program, over one connection for everything. */
export class SshClient {
  private constructor(
    private readonly folder: SshFolder,
    private readonly connection: ChildProcess,
  ) {}

  /**
   * Connects to a machine.
   *
   * @throws Error that says why there is no connection.
   */
  static async connect(target: SshTarget, signal: AbortSignal): Promise<SshClient> {
    const folder = SshFolder.make(target);
    const connection = spawn('sh', ['-c', CONNECTION, 'sh', folder.path], { stdio: ['pipe', 'ignore', 'pipe'] });
    connection.stdin.on('error', () => undefined);
    const client = new SshClient(folder, connection);
    let stderr = '';
    connection.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    let failure: Error | undefined;
    connection.on('error', (error) => (failure = error));
    connection.on('close', () => (failure ??= new Error(sshFailure(stderr))));
    while (failure === undefined && !existsSync(join(folder.path, `${SOCKET}-${MACHINE}`)) && !signal.aborted)
      await pauseFor(LOOK_MS, signal);
    const reason = failure ?? (signal.aborted ? (signal.reason as Error) : undefined);
    if (reason === undefined) return client;
    client.close();
    throw reason;
  }

  /**
   * Has bash run a script on the machine; yields what it prints. The script comes by standard input.
   *
   * @throws Error with what the script says in standard error, if it fails.
   */
  async run(script: string, signal: AbortSignal): Promise<string> {
    const child = this.start('bash -s');
    const kill = () => child.kill();
    signal.addEventListener('abort', kill, { once: true });
    try {
      const ended = ending(child);
      child.stdin.on('error', () => undefined);
      child.stdin.end(script);
      const { code, stderr, stdout } = await orAborted(ended, signal);
      if (code === 0) return stdout;
      throw new Error(failure(code, stderr));
    } finally {
      signal.removeEventListener('abort', kill);
      kill();
    }
  }

  /** Has HTTP talked to a port, as a program on the machine reaches it, and closes the connection after it. */
  async using<T>(host: string, port: number, talk: (http: TunnelHttp) => Promise<T>): Promise<T> {
    const http = this.http(host, port);
    try {
      return await talk(http);
    } finally {
      http.close();
    }
  }

  /** HTTP to a port, as a program on the machine reaches it. */
  http(host: string, port: number): TunnelHttp {
    return new TunnelHttp(() => Promise.resolve(this.tunnel(host, port)), `${host}:${port}`);
  }

  /** Ends the connection, and removes the files for it. */
  close(): void {
    this.connection.kill();
    this.folder.remove();
  }

  private start(command: string): ChildProcessWithoutNullStreams {
    return spawn('ssh', argumentsFor(this.folder, [MACHINE, command]));
  }

  private tunnel(host: string, port: number): Duplex {
    const child = this.start(connectCommand(host, port));
    const fromPort = new PassThrough();
    const tunnel = Duplex.from({ readable: fromPort, writable: child.stdin });
    child.stdout.pipe(fromPort, { end: false });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.on('error', (error) => tunnel.destroy(programFailure(error)));
    child.on('close', (code) => {
      // The end of the stream comes last, because a request that hears of it asks for no reason.
      if (code === 0) fromPort.end();
      else tunnel.destroy(new Error(failure(code, stderr)));
    });
    tunnel.on('close', () => child.kill());
    // While a request uses the tunnel, node:http listens too and fails that request. At other times the end of the connection does not matter.
    tunnel.on('error', () => undefined);
    return asSocket(tunnel);
  }
}

function argumentsFor(folder: SshFolder, args: readonly string[]): string[] {
  return ['-F', join(folder.path, CONFIG), ...args];
}

/** Why a command failed: ssh itself ends with 255, and else with the code of the command, which says why. */
function failure(code: number | null, stderr: string): string {
  if (code === 255) return sshFailure(stderr);
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return lines.join('; ') || `it ended with code ${code ?? 'none'}`;
}

interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function ending(child: ChildProcessWithoutNullStreams): Promise<Ending> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(programFailure(error)));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

function programFailure(error: Error): Error {
  return (error as { code?: string }).code === 'ENOENT'
    ? new Error('the program ssh is not on PATH; it comes with OpenSSH')
    : error;
}
