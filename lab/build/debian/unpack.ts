import { chmod, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { exists } from '../../cache/entry';
import { run } from '../command';
import { hostPrograms, iptablesPrograms, libraryDirectories } from './programs';

/** Directories that are links to those below /usr of the same name from Debian 13 on, by base-files. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64'];

/** Unpacks packages into a root directory. Their scripts do not run, so nothing is started, configured or registered. */
export async function unpack(packages: readonly string[], root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const file of packages) {
    await run('dpkg-deb', ['--extract', file, root]);
  }
  for (const name of MERGED) {
    const [there, wanted] = await Promise.all([name, `usr/${name}`].map((file) => exists(path.join(root, file))));
    if (there === false && wanted === true) await symlink(path.join('usr', name), path.join(root, name));
  }
}

/**
 * Makes a directory for PATH of the host's programs. Each finds its libraries by an RPATH that is written into it: a variable
 * such as LD_LIBRARY_PATH would leak into everything that they start, and would be missing where runc starts itself again.
 *
 * @param directory where the entry is being made, with the packages in `root` below it.
 * @param finalDirectory where the entry will be.
 */
export async function linkPrograms(directory: string, finalDirectory: string): Promise<void> {
  const bin = path.join(directory, 'bin');
  await mkdir(bin);
  for (const [name, file] of Object.entries(hostPrograms)) {
    await setLibraryPath(directory, finalDirectory, file);
    await symlink(path.join('..', 'root', file), path.join(bin, name));
  }
  const modules = path.join(finalDirectory, 'root', 'usr/lib/x86_64-linux-gnu/xtables');
  for (const file of ['usr/sbin/xtables-nft-multi', 'usr/sbin/xtables-legacy-multi']) {
    await setLibraryPath(directory, finalDirectory, file);
  }
  for (const [name, file] of Object.entries(iptablesPrograms)) {
    const script = `#!/bin/sh\nXTABLES_LIBDIR='${modules}' exec '${path.join(finalDirectory, 'root', file)}' "$@"\n`;
    await writeFile(path.join(bin, name), script);
    await chmod(path.join(bin, name), 0o755);
  }
}

/** Writes the library path into one program, unless it needs nothing but the C library. */
async function setLibraryPath(directory: string, finalDirectory: string, program: string): Promise<void> {
  const root = path.join(directory, 'root');
  const file = await realpath(path.join(root, program));
  const patchelf = path.join(root, 'usr/bin/patchelf');
  const environment = {
    ...process.env,
    LD_LIBRARY_PATH: libraryDirectories.map((one) => path.join(root, one)).join(':'),
  };
  // Of a static program there is nothing to print, and of a program without need of our libraries nothing to write.
  const needed = await run(patchelf, ['--print-needed', file], { env: environment }).catch(() => '');
  if (needed.split('\n').every((library) => library === '' || library === 'libc.so.6')) {
    return;
  }
  // Absolute, because runc runs from a copy of itself in memory, where $ORIGIN means nothing; DT_RPATH rather than
  // DT_RUNPATH, because only the former counts for the libraries of libraries.
  const libraryPath = libraryDirectories.map((one) => path.join(finalDirectory, 'root', one)).join(':');
  await run(patchelf, ['--force-rpath', '--set-rpath', libraryPath, file], { env: environment });
}
