import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { labArtifacts } from '../cluster/contexts';
import { labEnvironment } from '../environment';
import { enterLab } from '../namespace/enter';
import type { LabState } from '../state';

/** Signals that end a command. The terminal sends some of them to all its processes at once. */
const ENDING = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;
const FROM_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/**
 * The command handles ending signals, and may take its time. Neither we nor nsenter, which waits for it, may end before it
 * does. So the shell makes nsenter ignore these signals, and env, behind nsenter, makes the command receive them again.
 */
const SHIELD = ['sh', '-c', 'trap "" TERM HUP INT QUIT; exec "$@"', 'sh'];
const UNSHIELD = ['env', '--default-signal=TERM,HUP,INT,QUIT', '--'];

/** Runs a command in the lab with our standard input and output and returns its exit code. */
export async function exec(state: LabState, command: readonly string[], directory: string): Promise<number> {
  const { outer } = await state.requireRunning();
  const env = labEnvironment(state, await labArtifacts(state));
  const [program = '', ...args] = [
    ...SHIELD,
    ...enterLab({ outer, cgroup: state.id }, [...UNSHIELD, ...command], directory),
  ];
  // Without a terminal the command gets a process group of its own. A signal may be sent to us alone or to our whole group, and
  // we cannot tell which. In its own group the command receives it once, from us. (Pulumi takes a second one as "stop at once".)
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const child = spawn(program, args, { stdio: 'inherit', env, detached: !onTerminal });
  const stop = forwardSignals(child, onTerminal);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  } finally {
    stop();
  }
}

function forwardSignals(child: ChildProcess, onTerminal: boolean): () => void {
  const listeners = ENDING.map((signal) => {
    const listener = (): void => {
      if (!onTerminal || !FROM_TERMINAL.includes(signal)) {
        signalCommand(child, signal);
      }
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  return () => listeners.forEach(({ signal, listener }) => process.off(signal, listener));
}

/** Signals the command itself: nsenter, in front of it, would end without passing anything on. */
function signalCommand(nsenter: ChildProcess, signal: NodeJS.Signals): void {
  const children = readFileSync(`/proc/${nsenter.pid ?? 0}/task/${nsenter.pid ?? 0}/children`, 'utf8').trim();
  for (const pid of children.split(' ').filter((part) => part !== '')) {
    process.kill(Number(pid), signal);
  }
}
