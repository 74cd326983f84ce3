import { mkdtemp, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../command';
import { privateApt } from './apt';
import type { PrivateApt } from './apt';
import { writeLockFile } from './lock-file';
import type { PinnedPackage } from './lock-file';
import { packageSets } from './packages';

/** Pins the packages of a Debian release to what its archive offers today, and writes its lock file. */
export async function pinPackages(release: string): Promise<readonly PinnedPackage[]> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'meshwork-pin-'));
  try {
    const apt = await privateApt(directory, release);
    const pinned = new Map<string, PinnedPackage>();
    for (const set of packageSets) {
      await apt.assumeInstalled(set.leftOut);
      for (const found of await resolve(apt, set.roots)) {
        if (set.beside !== undefined && pinned.get(found.name)?.sets.includes(set.beside) === true) continue;
        pinned.set(found.name, { ...found, sets: [...(pinned.get(found.name)?.sets ?? []), set.name] });
      }
    }
    const packages = [...pinned.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    await writeLockFile({ release, packages });
    return packages;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Lists the packages that would be installed: apt's own resolver decides. */
async function resolve(apt: PrivateApt, roots: readonly string[]): Promise<Omit<PinnedPackage, 'sets'>[]> {
  const plan = await run('apt-get', ['install', '-qq', '--yes', '--print-uris', ...roots], { env: apt.environment });
  return plan
    .split('\n')
    .filter((line) => line.startsWith("'"))
    .map((line) => {
      const match = /^'[^']+' ([^_ ]+)_([^_ ]+)_(amd64|all)\.deb \d+ SHA256:([0-9a-f]{64})$/.exec(line);
      const [, name, version, architecture, sha256] = match ?? [];
      if (name === undefined || version === undefined || architecture === undefined || sha256 === undefined) {
        throw new Error(`apt-get install --print-uris: expected a package with its SHA256, found "${line}".`);
      }
      return { name, version: decodeURIComponent(version), architecture, sha256 };
    });
}
