import { mkdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Cache } from '../../cache/entry';
import { filesBelow, keyOf } from '../../cache/key';
import type { Progress } from '../../progress';
import { labDirectory } from '../versions';
import { downloadPackages } from './download';
import { packagesOf, readLockFile } from './lock-file';
import { hostPackages, proxyPackages } from './packages';
import { linkPrograms, unpack } from './unpack';

/** The unpacked Debian packages. */
export interface DebianEntry {
  readonly key: string;
  readonly directory: string;
  /** Host programs for PATH. */
  readonly bin: string;
  /** Root of the host's packages. */
  readonly root: string;
  /** Root of the packages that go into the proxy's image. */
  readonly proxyRoot: string;
  readonly cni: string;
}

/** Downloads and unpacks the pinned packages of a release, or finds them in the cache. */
export async function debianEntry(cache: Cache, release: string, progress: Progress): Promise<DebianEntry> {
  const lock = packagesOf(await readLockFile(release), [hostPackages, proxyPackages]);
  const files = await filesBelow(labDirectory, 'build/debian', ['.ts', `${release}.lock`]);
  // The programs hold their final path, so that an entry is good for its place only.
  const key = await keyOf({ root: labDirectory, values: [cache.directory], files });
  const entry = { name: 'debian', key };
  const directory = await cache.ensure(
    entry,
    (partial) =>
      progress.step('Debian packages (downloaded and unpacked, not installed)', async (detail) => {
        detail('downloading');
        const downloads = path.join(partial, 'download');
        await mkdir(downloads);
        const packages = [...(await downloadPackages(lock, downloads))];
        detail('unpacking');
        for (const [set, root] of [[hostPackages, 'root'] as const, [proxyPackages, 'proxy'] as const]) {
          const archives = packages.filter(([one]) => one.sets.includes(set.name)).map(([, file]) => file);
          await unpack(archives, path.join(partial, root));
        }
        await linkPrograms(partial, cache.pathOf(entry));
        await rm(downloads, { recursive: true });
        detail(`${packages.length} packages`);
      }),
    () => progress.note('   Another process is unpacking the Debian packages: waiting for it.'),
  );
  return {
    key,
    directory,
    bin: path.join(directory, 'bin'),
    root: path.join(directory, 'root'),
    proxyRoot: path.join(directory, 'proxy'),
    cni: path.join(directory, 'root/usr/lib/cni'),
  };
}
