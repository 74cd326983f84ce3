import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { lineOf } from './console';
import type { RootDisk } from './root-disk';
import type { Tools } from './tools';

/** How QEMU runs a machine's instructions. */
export interface Accelerator {
  readonly options: readonly string[];
  /** For people. */
  readonly name: string;
  /** How many times longer than usual the lab has to wait. */
  readonly patience: number;
}

/**
 * One processor with a clock that goes by its instructions, a nanosecond each: the machine is as fast to itself on a busy host as on an idle one, and only the host
 * waits longer. With two threads and the host's clock it is twice as fast where nothing else runs, but two clusters never came to rest beside other work.
 */
const EMULATION: Accelerator = {
  options: ['-accel', 'tcg,thread=single', '-icount', 'shift=0', '-smp', '1'],
  name: 'emulated, without KVM',
  patience: 5,
};
const KVM: Accelerator = { options: ['-accel', 'kvm', '-smp', '2'], name: 'with KVM', patience: 1 };

/** A kernel that runs says its first words within a second. */
const LONGEST_TRY_MS = 15_000;

/** KVM if a stock kernel says its first words with it, else emulation: a device that is there, and even makes machines, need not run them. */
export async function chooseAccelerator(tools: Tools, { kernel }: RootDisk, log: string): Promise<Accelerator> {
  if (!existsSync('/dev/kvm')) return EMULATION;
  const [command = '', ...args] = tools.qemu;
  const machine = ['-cpu', 'max', '-m', '512M', '-nodefaults', '-display', 'none', '-serial', 'stdio', '-no-reboot'];
  const boot = ['-kernel', kernel, '-append', 'console=ttyS0 panic=-1'];
  const child = spawn(command, [...args, ...KVM.options, ...machine, ...boot], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close');
  const said = await lineOf(child, log, { wanted: /Linux version/ }, AbortSignal.timeout(LONGEST_TRY_MS));
  child.kill('SIGKILL');
  await ended;
  return said === undefined ? EMULATION : KVM;
}
