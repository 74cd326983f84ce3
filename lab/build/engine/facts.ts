import { access, constants, readdir, realpath, stat } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../command';
import { pluginVersions } from '../versions';
import type { EngineFacts, PluginPlace } from './decide';

/** Looks a program up as a shell does. */
async function findOnPath(program: string, searchPath = process.env['PATH'] ?? ''): Promise<string | undefined> {
  for (const directory of searchPath.split(path.delimiter).filter((one) => path.isAbsolute(one))) {
    const file = path.join(directory, program);
    const executable = await access(file, constants.X_OK).then(
      async () => (await stat(file)).isFile(),
      () => false,
    );
    if (executable) {
      return file;
    }
  }
  return undefined;
}

/** Describes the pulumi on PATH, if there is one that answers. */
export async function findPulumi(): Promise<EngineFacts['pulumi']> {
  const executable = await findOnPath('pulumi');
  if (executable === undefined) {
    return undefined;
  }
  const environment = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: 'true' };
  const version = await run(executable, ['version'], { env: environment, timeoutMs: 10_000 }).catch(() => 'no version');
  // Beside the executable is where the engine looks first, and the only place that does not depend on PATH.
  const home = path.dirname(await realpath(executable));
  const hasNodeHost = (await findOnPath('pulumi-language-nodejs', home)) !== undefined;
  return { executable, version: version.trim(), hasNodeHost };
}

/** Directories that hold installed plugins: the user's own, then the lab's. */
export function pluginHomes(labHome: string): readonly string[] {
  const user = process.env['PULUMI_HOME'] ?? path.join(os.homedir(), '.pulumi');
  return [path.join(user, 'plugins'), path.join(labHome, 'plugins')];
}

/** Looks for the official plugins. */
export async function findPlugins(homes: readonly string[]): Promise<ReadonlyMap<string, PluginPlace | undefined>> {
  const found = Object.entries(pluginVersions).map(
    async ([name, version]): Promise<[string, PluginPlace | undefined]> => [
      name,
      await findPlugin(name, version, homes),
    ],
  );
  return new Map(await Promise.all(found));
}

async function findPlugin(name: string, version: string, homes: readonly string[]): Promise<PluginPlace | undefined> {
  const file = await findOnPath(`pulumi-resource-${name}`);
  if (file !== undefined) {
    return { kind: 'path', file };
  }
  const entry = `resource-${name}-v${version}`;
  for (const home of homes) {
    const names = await readdir(home).catch((): string[] => []);
    // The engine marks a directory that it is still filling with a file of this ending.
    if (names.includes(entry) && !names.includes(`${entry}.partial`)) {
      return { kind: 'directory', name: entry, directory: path.join(home, entry) };
    }
  }
  return undefined;
}
