import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cli/eventually';
import type { Lab } from '../../lab/lab';

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

/** The state with its secrets in clear. The provider of keys writes theirs in the format of OpenSSH anew each time, so these are left out. */
export async function stateInClear(lab: Lab): Promise<string> {
  const state = await lab.run(['pulumi', 'stack', 'export', '--show-secrets', '--stack', 'dev']);
  return state.replace(/-----BEGIN OPENSSH PRIVATE KEY-----.*?-----END OPENSSH/gs, '');
}

/** A text with all that is encoded in it by Base64, as the data of Secrets in a state is, in clear behind it. */
export function withDecoded(text: string): string {
  const encoded = text.match(/[A-Za-z0-9+/]{100,}={0,2}/g) ?? [];
  return [text, ...encoded.map((one) => Buffer.from(one, 'base64').toString())].join('\n');
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
    echo "$file" >>"$directory/seen"
  done
  rounds=$((rounds + 1))
  echo "$rounds" >"$directory/rounds"
  sleep 0.01
done
rm -r "$directory"
`;

/** Watches all processes of a lab for secrets: those of the engine with its plugins, and those of the machines, whose processes a lab sees as its own. */
export class ProcessWatch {
  private readonly ended: Promise<string>;

  private constructor(
    private readonly lab: Lab,
    secrets: readonly string[],
  ) {
    this.ended = lab.run(['bash', '-c', WATCH, 'watch', this.directory], { input: `${secrets.join('\n')}\n` });
    this.ended.catch(() => undefined); // stop() tells
  }

  /** Begins to watch. */
  static async begin(lab: Lab, secrets: readonly string[]): Promise<ProcessWatch> {
    const watch = new ProcessWatch(lab, secrets);
    await eventually(
      () => Promise.resolve(watch.rounds()),
      (rounds) => rounds > 0,
      AbortSignal.timeout(30_000),
    );
    return watch;
  }

  /** The files below /proc that have shown a secret so far. */
  seen(): string[] {
    return [...new Set(this.read('seen').split('\n'))].filter((line) => line !== '');
  }

  /** How often all processes were looked at so far. */
  rounds(): number {
    return Number(this.read('rounds'));
  }

  /** Ends the watch, and removes its files. */
  async stop(): Promise<void> {
    writeFileSync(join(this.directory, 'stop'), '');
    await this.ended;
  }

  private get directory(): string {
    return join(this.lab.directory, 'watch');
  }

  private read(name: string): string {
    const file = join(this.directory, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }
}

/** Files of a machine that anybody may read and that hold a secret. */
export async function readableFilesWith(lab: Lab, machine: string, secrets: readonly string[]): Promise<string[]> {
  const search = 'sudo -u nobody grep -rlsF -f - --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev / || true';
  const { stdout } = await lab.ssh(machine, search, { input: `${secrets.join('\n')}\n` });
  return stdout.split('\n').filter((line) => line !== '');
}
