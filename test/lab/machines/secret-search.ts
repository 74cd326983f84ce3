import type { Lab } from '../../../lab/lab';

/** Private keys as PEM, also with the line ends that JSON writes. */
const PRIVATE_KEY = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END/gs;

/**
 * Lines of private keys that nothing else holds, for a search. The public part of a key stands at its beginning or its end, and may be anywhere.
 *
 * @param text has the keys in clear, as PEM.
 */
export function privateLines(text: string): string[] {
  const found = [...text.matchAll(PRIVATE_KEY)].flatMap(([, kind = '', body = '']) => {
    const lines = body.split(/\\+n|\s+/).filter((line) => line.length >= 40);
    // The scalar of an elliptic curve comes first. Keys of RSA and of OpenSSH begin with their public part.
    return kind.startsWith('EC') || lines.length < 4 ? lines.slice(0, 1) : lines.slice(Math.ceil(lines.length / 2), -1);
  });
  return [...new Set(found)];
}

/** The secrets that a text holds, shortened. */
export function secretsIn(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 8)}…`);
}

/** Notes, in a file, each process that shows a secret in its command line or environment, until it is told to stop. */
const WATCH = `umask 077
directory=$1
mkdir -p "$directory"
cat >"$directory/secrets"
touch "$directory/seen"
rounds=0
while [ ! -e "$directory/stop" ]; do
  for file in $(grep -alFf "$directory/secrets" /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null); do
    echo "$file $(cat "\${file%/*}/comm" 2>/dev/null)" >>"$directory/seen"
  done
  rounds=$((rounds + 1))
  echo "$rounds" >"$directory/rounds"
  sleep 0.01
done
rm -r "$directory"
`;

/** Runs a script as root, with arguments and with an input. */
type Root = (script: string, input?: string, ...args: string[]) => Promise<string>;

/** Watches the processes of a machine, or of the computer on which the engine runs, for secrets. */
export class ProcessWatch {
  private readonly ended: Promise<string>;

  private constructor(
    private readonly root: Root,
    private readonly directory: string,
    secrets: readonly string[],
  ) {
    this.ended = root(WATCH, `${secrets.join('\n')}\n`, directory);
  }

  /** Watches the processes of a machine. */
  static async ofMachine(lab: Lab, machine: string, secrets: readonly string[]): Promise<ProcessWatch> {
    const root: Root = async (script, input = '', ...args) => {
      // The script stands in the command line, where the watch would find secrets of its own.
      const words = ['sudo', 'bash', '-c', script, 'watch', ...args].map(
        (word) => `'${word.replaceAll("'", `'\\''`)}'`,
      );
      const { code, stderr, stdout } = await lab.ssh(machine, words.join(' '), { input });
      if (code !== 0) throw new Error(`on ${machine}: ${stderr}`);
      return stdout;
    };
    return ProcessWatch.begin(new ProcessWatch(root, '/run/watch', secrets));
  }

  /** Watches the processes of the lab, where the engine runs with its plugins. */
  static async ofLab(lab: Lab, secrets: readonly string[]): Promise<ProcessWatch> {
    const root: Root = (script, input = '', ...args) => lab.run(['bash', '-c', script, 'watch', ...args], { input });
    return ProcessWatch.begin(new ProcessWatch(root, `${lab.directory}/watch`, secrets));
  }

  /** Processes that have shown a secret so far. */
  async seen(): Promise<string[]> {
    const text = await this.root('cat "$1/seen"', '', this.directory);
    return text.split('\n').filter((line) => line !== '');
  }

  /** How often all processes were looked at so far. */
  async rounds(): Promise<number> {
    return Number(await this.root('cat "$1/rounds" 2>/dev/null || echo 0', '', this.directory));
  }

  /** Runs a process for a moment that shows a secret in its command line. */
  async plant(): Promise<void> {
    await this.root('read -r secret <"$1/secrets"; (exec -a "$secret" sleep 1)', '', this.directory);
  }

  /** Ends the watch, and removes its files. */
  async stop(): Promise<void> {
    await this.root('touch "$1/stop"', '', this.directory);
    await this.ended;
  }

  private static async begin(watch: ProcessWatch): Promise<ProcessWatch> {
    watch.ended.catch(() => undefined); // stop() tells
    while ((await watch.rounds()) === 0) await Promise.race([watch.ended, new Promise((next) => setTimeout(next, 50))]);
    return watch;
  }
}

/** Files of a machine that anybody may read and that hold a secret. */
export async function readableFilesWith(lab: Lab, machine: string, secrets: readonly string[]): Promise<string[]> {
  const search = 'sudo -u nobody grep -rlsF -f - --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev / || true';
  const { stdout } = await lab.ssh(machine, search, { input: `${secrets.join('\n')}\n` });
  return stdout.split('\n').filter((line) => line !== '');
}
