import * as path from 'node:path';
import type { EngineArtifacts, PluginDirectory } from '../artifacts-types';
import { pluginVersions } from '../versions';
import { decideEngine, decidePlugins } from './decide';
import type { EngineFacts } from './decide';

/** Puts together the engine, its plugins and its environment. To be called after the builds. */
export function engineArtifacts(
  facts: EngineFacts,
  built: { readonly binDirectory: string; readonly standInDirectory: string | undefined },
): EngineArtifacts {
  const engine = decideEngine(facts);
  const plugins = decidePlugins(facts);
  const executable = engine.engine === 'official' ? facts.pulumi?.executable : undefined;
  return {
    kind: engine.engine,
    executable: executable ?? path.join(built.binDirectory, 'pulumi'),
    plugins: plugins.plugins,
    pluginDirectories: plugins.plugins === 'official' ? officialDirectories(facts) : standIns(built.standInDirectory),
    // Without the first, a plugin on PATH would win over the one that was chosen.
    environment:
      plugins.plugins === 'official'
        ? {}
        : { PULUMI_IGNORE_AMBIENT_PLUGINS: 'true', PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true' },
    explanation:
      `Engine: ${engine.engine === 'official' ? 'pulumi on PATH' : 'built by the lab'} (${engine.because}). ` +
      `Provider plugins: ${plugins.plugins === 'official' ? 'official' : "the lab's stand-ins"} (${plugins.because}).`,
  };
}

function officialDirectories(facts: EngineFacts): readonly PluginDirectory[] {
  return [...facts.plugins.values()].flatMap((place) =>
    place?.kind === 'directory' ? [{ name: place.name, directory: place.directory }] : [],
  );
}

function standIns(directory: string | undefined): readonly PluginDirectory[] {
  if (directory === undefined) {
    throw new Error('Stand-in plugins were chosen but not built.');
  }
  return Object.entries(pluginVersions).map(([name, version]) => ({
    name: `resource-${name}-v${version}`,
    directory: path.join(directory, name),
  }));
}
