import { readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { run } from '../../lab/build/command';
import { DPKG_STATUS, privateApt } from '../../lab/build/debian/apt';
import { libraryDirectories } from '../../lab/build/debian/programs';
import { debianRelease } from '../../lab/build/debian/release';
import { unpack } from '../../lab/build/debian/unpack';
import type { Cache } from '../../lab/cache/entry';
import { keyOf } from '../../lab/cache/key';
import type { Progress } from '../../lab/progress';

const PACKAGES = ['qemu-system-x86', 'mmdebstrap'];

/** Programs that make and run virtual machines, unpacked: nothing is installed. */
export interface Tools {
  /** Command line of QEMU, to be followed by its options. */
  readonly qemu: readonly string[];
  /** Command line of mmdebstrap, to be followed by its arguments. */
  readonly mmdebstrap: readonly string[];
}

/** Downloads the tools, with those libraries that are not installed on this machine, or finds them in the cache. */
export async function ensureTools(cache: Cache, progress: Progress): Promise<Tools> {
  const release = await debianRelease();
  // The downloads depend on the packages that are installed.
  const key = await keyOf({ values: [release, ...PACKAGES], files: [DPKG_STATUS], root: '/' });
  const directory = await cache.ensure({ name: 'stock-tools', key }, (partial) =>
    progress.step('QEMU and mmdebstrap (downloaded and unpacked, not installed)', async () => {
      const downloads = path.join(partial, 'download');
      const apt = await privateApt(downloads, release);
      await apt.assumeMachine();
      await run('apt-get', ['install', '--yes', '--download-only', ...PACKAGES], { env: apt.environment });
      const archives = path.join(downloads, 'cache/archives');
      const packages = (await readdir(archives)).filter((name) => name.endsWith('.deb'));
      await unpack(
        packages.map((name) => path.join(archives, name)),
        path.join(partial, 'root'),
      );
      await rm(downloads, { recursive: true });
    }),
  );
  const root = path.join(directory, 'root');
  const libraries = libraryDirectories.map((one) => path.join(root, one)).join(':');
  const firmware = ['qemu', 'seabios'].flatMap((name) => ['-L', path.join(root, 'usr/share', name)]);
  return {
    qemu: ['env', `LD_LIBRARY_PATH=${libraries}`, path.join(root, 'usr/bin/qemu-system-x86_64'), ...firmware],
    mmdebstrap: ['perl', path.join(root, 'usr/bin/mmdebstrap')],
  };
}
