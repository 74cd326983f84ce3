import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import * as path from 'node:path';
import type { EngineArtifacts } from '../artifacts-types';

/**
 * Puts the chosen plugins, and no others of the kind, into `<pulumiHome>/plugins`. The engine takes no notice of links to
 * directories, so each plugin gets a real directory whose files are links.
 */
export async function linkPlugins(engine: EngineArtifacts, pulumiHome: string): Promise<void> {
  const plugins = path.join(pulumiHome, 'plugins');
  await rm(plugins, { recursive: true, force: true });
  await mkdir(plugins, { recursive: true, mode: 0o700 });
  for (const { name, directory } of engine.pluginDirectories) {
    const target = path.join(plugins, name);
    await mkdir(target);
    for (const file of await readdir(directory)) {
      await symlink(path.join(directory, file), path.join(target, file));
    }
  }
}
