import * as path from 'node:path';
import { cacheDirectory } from '../cache/directory';
import { Cache } from '../cache/entry';
import type { Progress } from '../progress';
import type { Artifacts } from './artifacts-types';
import { binEntry } from './bin-entry';
import { debianEntry } from './debian/entry';
import { debianRelease } from './debian/release';
import { chooseEngine, engineFacts, engineGroups } from './engine/entry';
import { envoyEntry } from './envoy/entry';
import * as groups from './go-groups';
import { goPrograms } from './go-programs';
import { imageDefinitions } from './images/definitions';
import { imageEntry } from './images/entry';
import { istioFiles } from './istio/entry';
import { machineArtifacts } from './machine/entry';
import { imageHub, istioVersion, requiredVersion } from './versions';

export type * from './artifacts-types';
export { linkPlugins } from './engine/plugin-directory';

/**
 * Makes everything that the lab needs, or finds it in the cache.
 *
 * @param options.machines Whether that includes artifacts for machines. Default: false.
 */
export async function buildArtifacts(options: {
  readonly progress: Progress;
  readonly machines?: boolean;
}): Promise<Artifacts> {
  const { progress } = options;
  const cache = new Cache(cacheDirectory());
  const facts = await engineFacts(cache, progress);
  // In the order of compilation. At the end of the build one core waits for the other: longest if a large program comes last.
  const wanted = [groups.istio, ...engineGroups(facts), groups.kubernetes, groups.coredns];
  const release = await debianRelease();
  // The compiler keeps the processors busy for minutes; the downloads happen meanwhile.
  const [programs, debian, envoy, istio, corednsVersion] = await Promise.all([
    goPrograms(cache, wanted, progress),
    debianEntry(cache, release, progress),
    envoyEntry(cache, progress),
    istioFiles(cache, progress),
    requiredVersion('build/coredns/go.mod', 'github.com/coredns/coredns'),
  ]);
  const kubernetes = programs.get(groups.kubernetes);
  const definitions = imageDefinitions({
    kubernetes,
    coredns: programs.get(groups.coredns),
    istio: programs.get(groups.istio),
    debian,
    envoy,
    istioFiles: istio,
    corednsVersion: corednsVersion.slice(1),
  });
  const [engine, languageHost] = [programs.find(groups.engine), programs.find(groups.languageHost)];
  const binDirectory = await binEntry(cache, { kubernetes, engine, languageHost });
  const machineParts = { istio: programs.get(groups.istio), envoy, istioFiles: istio };
  const [images, engineToUse, machines] = await Promise.all([
    Promise.all(definitions.map((image) => imageEntry(cache, image, progress))),
    chooseEngine(cache, facts, { binDirectory, programs }, progress),
    options.machines === true ? machineArtifacts(cache, release, machineParts, progress) : undefined,
  ]);
  const reference = (name: string): string => definitions.find((image) => image.name === name)?.reference ?? '';
  return {
    binDirectory,
    debianBinDirectory: debian.bin,
    debianRoot: debian.root,
    cniDirectory: debian.cni,
    images,
    references: { pause: reference('pause'), agnhost: reference('agnhost'), coredns: reference('coredns') },
    chartsDirectory: istio.charts,
    istio: { version: istioVersion, hub: imageHub, tag: istioVersion },
    engine: engineToUse,
    ...(machines === undefined ? {} : { machines }),
  };
}

/** Builds istioctl, which only benches and comparisons need, and returns its path. */
export async function buildIstioctl(options: { readonly progress: Progress }): Promise<string> {
  const programs = await goPrograms(new Cache(cacheDirectory()), [groups.istioctl], options.progress);
  return path.join(programs.get(groups.istioctl).directory, 'istioctl');
}
