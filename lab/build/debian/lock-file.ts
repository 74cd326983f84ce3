import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { LabError } from '../../error';
import type { PackageSet } from './packages';

/** One package of an exact version and content. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** `amd64`, or `all`. */
  readonly architecture: string;
  readonly sha256: string;
  /** Names of the package sets that hold it. */
  readonly sets: readonly string[];
}

/** The pinned packages of one Debian release. */
export interface LockFile {
  readonly release: string;
  readonly packages: readonly PinnedPackage[];
}

/** Where the lock file of a release is. */
function lockFilePath(release: string): string {
  return path.join(__dirname, `${release}.lock`);
}

/** Reads the lock file of a release such as `bookworm`. */
export async function readLockFile(release: string): Promise<LockFile> {
  const file = lockFilePath(release);
  const packages = (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): PinnedPackage => {
      const [name, version, architecture, sha256, sets] = line.split(/\s+/);
      if (
        name === undefined ||
        version === undefined ||
        architecture === undefined ||
        sets === undefined ||
        !/^[0-9a-f]{64}$/.test(sha256 ?? '')
      ) {
        throw new LabError(`${file}: expected "name version architecture sha256 sets", found "${line}".`);
      }
      return { name, version, architecture, sha256: sha256 ?? '', sets: sets.split(',') };
    });
  return { release, packages };
}

/** The part of a lock file that some package sets are made of. */
export function packagesOf(lock: LockFile, sets: readonly PackageSet[]): LockFile {
  const names = sets.map(({ name }) => name);
  return { ...lock, packages: lock.packages.filter((one) => one.sets.some((set) => names.includes(set))) };
}

/** Writes a lock file, one line for each package, so that a change of one shows as one changed line. */
export async function writeLockFile(lock: LockFile): Promise<void> {
  const lines = lock.packages.map((one) =>
    [one.name, one.version, one.architecture, one.sha256, one.sets.join(',')].join(' '),
  );
  const head = [
    `# Debian ${lock.release} packages of the lab. Written by "npm run lab -- pin"; do not edit.`,
    '# name version architecture sha256 sets',
  ];
  await writeFile(lockFilePath(lock.release), `${[...head, ...lines].join('\n')}\n`);
}
