import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import * as path from 'node:path';
import { run } from '../../lab/build/command';
import { LabError } from '../../lab/error';
import type { Accelerator } from './accelerator';
import { lineOf } from './console';
import type { RootDisk } from './root-disk';
import type { Tools } from './tools';

/** The line of systemd once sshd listens, and the lines of systemd or the kernel if it never will. */
const LISTENING = /Started .*ssh\.service/;
const BROKEN = /Kernel panic|emergency mode/i;

/** How a machine is started. */
export interface MachineOptions {
  readonly tools: Tools;
  readonly root: RootDisk;
  /** Its second disk, /dev/vdb. Neither disk is changed. */
  readonly data: string;
  readonly accelerator: Accelerator;
  /** For keys and logs. */
  readonly directory: string;
}

/** The output of a command in a machine, and its exit code. */
export interface Ending {
  readonly code: number | null;
  readonly output: string;
}

/** A virtual machine that runs. It ends when we end, in whatever way. */
export class Machine {
  private constructor(
    private readonly qemu: ChildProcess,
    private readonly ssh: readonly string[],
  ) {}

  /**
   * Starts a machine and returns when it takes logins.
   * @throws LabError if it never does.
   */
  static async boot({ tools, root, data, accelerator, directory }: MachineOptions): Promise<Machine> {
    const key = path.join(directory, 'key');
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'meshwork', '-f', key]);
    // systemd takes the key from here to root's authorized_keys: nothing on the disk is ours.
    const credential = Buffer.from(await readFile(`${key}.pub`)).toString('base64');
    const port = await freePort();
    const disk = (file: string): string[] => ['-drive', `file=${file},if=virtio,format=raw,snapshot=on`];
    const [command = '', ...args] = [
      ...['setpriv', '--pdeathsig', 'KILL', '--', ...tools.qemu, ...accelerator.options],
      ...['-cpu', 'max', '-m', '9G', '-nodefaults', '-no-reboot', '-display', 'none', '-serial', 'stdio'],
      ...['-kernel', root.kernel, '-initrd', root.initrd, '-append', 'root=/dev/vda ro console=ttyS0'],
      ...[...disk(root.disk), ...disk(data)],
      ...['-nic', `user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:${port}-:22`],
      ...['-device', 'virtio-rng-pci'],
      ...['-smbios', `type=11,value=io.systemd.credential.binary:ssh.authorized_keys.root=${credential}`],
    ];
    const qemu = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const log = path.join(directory, 'console.log');
    if ((await lineOf(qemu, log, { wanted: LISTENING, refused: BROKEN })) === undefined) {
      qemu.kill('SIGKILL');
      throw new LabError(`The machine did not come up; its console is in ${log}.`);
    }
    const unknown = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
    // An emulated machine that is busy may be silent for a long time.
    const patient = ['ServerAliveInterval=60', 'ServerAliveCountMax=30', 'ConnectTimeout=600'];
    const options = [...unknown, ...patient, 'BatchMode=yes'].flatMap((option) => ['-o', option]);
    return new Machine(qemu, ['-F', 'none', '-i', key, '-p', String(port), ...options, 'root@127.0.0.1']);
  }

  /** Runs a shell script in the machine to its end, shows its output as it comes, and returns it. */
  async shell(script: string): Promise<Ending> {
    const child = spawn('ssh', [...this.ssh, script], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output.push(data);
        process.stderr.write(data);
      });
    }
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output: Buffer.concat(output).toString() };
  }

  /** Runs a script that has to succeed and returns its output. */
  async run(script: string): Promise<string> {
    const { code, output } = await this.shell(script);
    if (code !== 0)
      throw new LabError(`In the machine, \`${script}\` ended with exit code ${String(code)}, see above.`);
    return output;
  }

  /** Ends it at once. Its writes to the disks are lost. */
  async end(): Promise<void> {
    if (this.qemu.exitCode !== null || this.qemu.signalCode !== null) return;
    const ended = once(this.qemu, 'close');
    this.qemu.kill('SIGKILL');
    await ended;
  }
}

/** A free port of the loopback address. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
