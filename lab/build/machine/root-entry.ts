import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Cache } from '../../cache/entry';
import { keyOf } from '../../cache/key';
import type { Progress } from '../../progress';
import { run } from '../command';
import { downloadPackages } from '../debian/download';
import { packagesOf, readLockFile } from '../debian/lock-file';
import { bootPackages, machinePackages } from '../debian/packages';
import { libraryDirectories } from '../debian/programs';
import { unpack } from '../debian/unpack';
import { labDirectory } from '../versions';

/** The part of a machine that all machines share. */
export interface MachineRoot {
  /** Root file system. No machine changes it: each has an overlay for its own changes. */
  readonly root: string;
  /** Programs for PATH: systemd-nspawn, ssh and ssh-keygen. */
  readonly bin: string;
}

/** Programs by their names, and where they are: below `root` or below `boot`. */
const programs = {
  'systemd-nspawn': 'boot/usr/bin/systemd-nspawn',
  ssh: 'root/usr/bin/ssh',
  'ssh-keygen': 'root/usr/bin/ssh-keygen',
} as const;

/** Makes the root file system of machines from pinned Debian packages, or finds it in the cache. */
export async function machineRoot(cache: Cache, release: string, progress: Progress): Promise<MachineRoot> {
  const lock = packagesOf(await readLockFile(release), [machinePackages, bootPackages]);
  const files = ['build/machine/root.sh', 'build/machine/root-entry.ts'];
  // The programs hold their final path.
  const key = await keyOf({ root: labDirectory, values: [cache.directory, JSON.stringify(lock)], files });
  const entry = { name: 'machine-root', key };
  const directory = await cache.ensure(
    entry,
    (partial) =>
      progress.step('Root file system of machines', async (detail) => {
        detail('downloading');
        const downloads = path.join(partial, 'download');
        await mkdir(downloads);
        const packages = await downloadPackages(lock, downloads);
        detail('installing');
        const boot = [...packages].filter(([one]) => one.sets.includes(bootPackages.name)).map(([, file]) => file);
        await unpack(boot, path.join(partial, 'boot'));
        for (const file of boot) await rm(file);
        await install(downloads, path.join(partial, 'root'));
        await writePrograms(partial, cache.pathOf(entry));
        await rm(downloads, { recursive: true });
        detail(`${packages.size} packages`);
      }),
    () => progress.note('   Another process is making the root file system of machines: waiting for it.'),
  );
  return { root: path.join(directory, 'root'), bin: path.join(directory, 'bin') };
}

/** Installs all packages of a directory. Their maintainer scripts run in namespaces without a network. */
async function install(packages: string, root: string): Promise<void> {
  await mkdir(root);
  await chmod(root, 0o755);
  const namespaces = ['--mount', '--pid', '--fork', '--mount-proc', '--net', '--kill-child'];
  await run('unshare', [...namespaces, '--', 'sh', path.join(__dirname, 'root.sh'), root, packages]);
}

/** Makes a directory for PATH. Each program runs with the loader and the libraries of that root file system, so that it needs none of the machine that the lab runs on. */
async function writePrograms(directory: string, finalDirectory: string): Promise<void> {
  const root = path.join(finalDirectory, 'root');
  const libraries = [...libraryDirectories, 'usr/lib/x86_64-linux-gnu/systemd'].map((one) => path.join(root, one));
  libraries.push(path.join(finalDirectory, 'boot/usr/lib/x86_64-linux-gnu'));
  const loader = `'${root}/lib64/ld-linux-x86-64.so.2' --library-path '${libraries.join(':')}'`;
  await mkdir(path.join(directory, 'bin'));
  for (const [name, program] of Object.entries(programs)) {
    const file = path.join(directory, 'bin', name);
    await writeFile(file, `#!/bin/sh\nexec ${loader} '${path.join(finalDirectory, program)}' "$@"\n`);
    await chmod(file, 0o755);
  }
}
