import { LabError } from '../../error';
import type { EngineKind, PluginDirectory, PluginKind } from '../artifacts-types';

/** The oldest engine that is known to work with the project's npm packages. */
const oldestEngine = '3.245.0';

/** Where one official provider plugin was found. */
export type PluginPlace =
  { readonly kind: 'path'; readonly file: string } | ({ readonly kind: 'directory' } & PluginDirectory);

/** The engine and plugins that the machine has, and the user's wish. */
export interface EngineFacts {
  /** The pulumi on PATH, if there is one. */
  readonly pulumi: { readonly executable: string; readonly version: string; readonly hasNodeHost: boolean } | undefined;
  /** Each plugin that the project needs, with its place if it is there. */
  readonly plugins: ReadonlyMap<string, PluginPlace | undefined>;
  /** MESHWORK_LAB_PLUGINS. */
  readonly forced: string | undefined;
}

/** Decides which engine is used: the user's own, if it is recent enough and can run Node programs. */
export function decideEngine(facts: Pick<EngineFacts, 'pulumi'>): {
  readonly engine: EngineKind;
  readonly because: string;
} {
  const { pulumi } = facts;
  if (pulumi === undefined) {
    return { engine: 'built', because: 'there is no pulumi on PATH' };
  }
  if (!isAtLeast(pulumi.version, oldestEngine)) {
    return { engine: 'built', because: `${pulumi.executable} is ${pulumi.version}, older than ${oldestEngine}` };
  }
  if (!pulumi.hasNodeHost) {
    return { engine: 'built', because: `${pulumi.executable} has no pulumi-language-nodejs beside it or on PATH` };
  }
  return { engine: 'official', because: `${pulumi.executable} is ${pulumi.version}` };
}

/**
 * Decides which plugins are used: the official ones if the machine has all of them, else the stand-ins. It never mixes the two,
 * because an observation could then come from either.
 */
export function decidePlugins(facts: Pick<EngineFacts, 'plugins' | 'forced'>): {
  readonly plugins: PluginKind;
  readonly because: string;
} {
  const missing = [...facts.plugins].filter(([, place]) => place === undefined).map(([name]) => name);
  const forced = facts.forced === '' ? undefined : facts.forced;
  if (forced === 'stand-in') {
    return { plugins: 'stand-in', because: 'MESHWORK_LAB_PLUGINS asks for them' };
  }
  if (forced !== undefined && forced !== 'official') {
    throw new LabError(
      `MESHWORK_LAB_PLUGINS is "${forced}". Allowed are "official" and "stand-in"; unset, the lab decides itself.`,
    );
  }
  if (missing.length === 0) {
    return { plugins: 'official', because: 'all of them are there' };
  }
  const because = `official plugins are neither here nor could be installed: ${missing.join(', ')}`;
  if (forced === 'official') {
    throw new LabError(
      `MESHWORK_LAB_PLUGINS is "official", but ${because}. Put them on PATH or in $PULUMI_HOME/plugins, or unset the variable to use the lab's stand-ins.`,
    );
  }
  return { plugins: 'stand-in', because };
}

/** Compares versions such as `v3.245.0` and `3.246.1-alpha.1`; a pre-release counts as its release. */
export function isAtLeast(version: string, oldest: string): boolean {
  const numbers = (text: string): number[] =>
    (/^v?(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1) ?? ['0', '0', '0']).map(Number);
  const [found, wanted] = [numbers(version), numbers(oldest)];
  for (let index = 0; index < 3; index++) {
    const difference = (found[index] ?? 0) - (wanted[index] ?? 0);
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}
