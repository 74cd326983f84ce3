import * as path from 'node:path';
import type { Cache } from '../../cache/entry';
import type { Progress } from '../../progress';
import type { EngineArtifacts } from '../artifacts-types';
import { standInEntry } from '../bin-entry';
import { engine, languageHost, standInPlugins } from '../go-groups';
import type { GoGroup } from '../go-groups';
import type { GoPrograms } from '../go-programs';
import { engineArtifacts } from './choose';
import { decideEngine, decidePlugins } from './decide';
import type { EngineFacts } from './decide';
import { findPlugins, findPulumi, pluginHomes } from './facts';
import { installPlugins } from './install';

/** Finds the engine and the official plugins of this machine. Installs missing plugins, if the user's own engine can. */
export async function engineFacts(cache: Cache, progress: Progress): Promise<EngineFacts> {
  const home = pluginHome(cache);
  const [pulumi, plugins] = await Promise.all([findPulumi(), findPlugins(pluginHomes(home))]);
  const facts = { pulumi, plugins, forced: process.env['MESHWORK_LAB_PLUGINS'] };
  const usable = decideEngine(facts).engine === 'official' ? pulumi?.executable : undefined;
  return usable === undefined ? facts : withInstalled(facts, usable, home, progress);
}

/** The Go programs that have to be built for these facts. */
export function engineGroups(facts: EngineFacts): readonly GoGroup[] {
  const built = decideEngine(facts).engine === 'built';
  // Also if the user wishes for official plugins: the engine that installs them is not built yet.
  const needsStandIns = missingPlugins(facts).length > 0 || facts.forced === 'stand-in';
  return [...(built ? [engine, languageHost] : []), ...(needsStandIns ? [standInPlugins] : [])];
}

/** Chooses engine and plugins, once the programs are built. An engine that was just built tries to install the official plugins first. */
export async function chooseEngine(
  cache: Cache,
  facts: EngineFacts,
  built: { readonly binDirectory: string; readonly programs: GoPrograms },
  progress: Progress,
): Promise<EngineArtifacts> {
  const { binDirectory } = built;
  const official = decideEngine(facts).engine === 'official';
  const last = official
    ? facts
    : await withInstalled(facts, path.join(binDirectory, 'pulumi'), pluginHome(cache), progress);
  const standIns = built.programs.find(standInPlugins);
  const standInDirectory =
    standIns !== undefined && decidePlugins(last).plugins === 'stand-in'
      ? await standInEntry(cache, standIns)
      : undefined;
  return engineArtifacts(last, { binDirectory, standInDirectory });
}

/** The lab's own plugin home, for plugins that the user's does not have. */
function pluginHome(cache: Cache): string {
  return path.join(cache.directory, 'pulumi-home');
}

async function withInstalled(
  facts: EngineFacts,
  pulumi: string,
  home: string,
  progress: Progress,
): Promise<EngineFacts> {
  const missing = missingPlugins(facts);
  if (missing.length === 0 || facts.forced === 'stand-in') {
    return facts;
  }
  await installPlugins(pulumi, home, missing, progress);
  return { ...facts, plugins: await findPlugins(pluginHomes(home)) };
}

function missingPlugins(facts: EngineFacts): string[] {
  return [...facts.plugins].filter(([, place]) => place === undefined).map(([name]) => name);
}
