import { isAbsolute, resolve } from 'node:path';

/** A cluster or a user of a kubeconfig, as its file has it. */
export type Entry = Readonly<Record<string, unknown>>;

/** The keys by which clusters and users name files (client-go: clientcmd's GetClusterFileReferences and GetAuthInfoFileReferences). */
const FILE_KEYS = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/** The keys of a cluster or user that name a file by a path which means something only beside the kubeconfig's own file. */
export function relativeFiles(entry: Entry): string[] {
  const files = FILE_KEYS.filter((key) => isRelative(entry[key]));
  return commandOf(entry) === undefined ? files : [...files, 'exec.command'];
}

/** A cluster or user whose files are found from anywhere, as kubectl finds them: relative to the directory of the kubeconfig. */
export function withAbsoluteFiles<T extends Entry>(entry: T, directory: string): T {
  const files = FILE_KEYS.flatMap((key) => {
    const file = entry[key];
    return isRelative(file) ? [[key, resolve(directory, file)]] : [];
  });
  const command = commandOf(entry);
  const exec =
    command === undefined ? {} : { exec: { ...(entry['exec'] as Entry), command: resolve(directory, command) } };
  return { ...entry, ...Object.fromEntries(files), ...exec } as T;
}

/** The program that gives a user's credentials, where it is named by a relative path. One without a slash is looked for on PATH. */
function commandOf({ exec }: Entry): string | undefined {
  if (typeof exec !== 'object' || exec === null || !('command' in exec)) return undefined;
  const { command } = exec;
  return isRelative(command) && command.includes('/') ? command : undefined;
}

function isRelative(file: unknown): file is string {
  return typeof file === 'string' && file !== '' && !isAbsolute(file);
}
