import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { run } from '../command';
import { privateApt } from './apt';
import type { LockFile, PinnedPackage } from './lock-file';
import { LabError } from '../../error';

/** Downloads the pinned packages into `directory` and returns the path of each, its content checked against the pin. */
export async function downloadPackages(lock: LockFile, directory: string): Promise<ReadonlyMap<PinnedPackage, string>> {
  const apt = await privateApt(path.join(directory, 'apt'), lock.release);
  const names = lock.packages.map((one) => one.name);
  requireOffered(lock, offeredVersions(await run('apt-cache', ['madison', ...names], { env: apt.environment })));
  const wanted = lock.packages.map((one) => `${one.name}=${one.version}`);
  await run('apt-get', ['download', '-q', ...wanted], { cwd: directory, env: apt.environment });
  const files = lock.packages.map(async (one): Promise<[PinnedPackage, string]> => {
    const file = path.join(directory, `${one.name}_${one.version.replace(/:/g, '%3a')}_${one.architecture}.deb`);
    await requireContent(one, file);
    return [one, file];
  });
  return new Map(await Promise.all(files));
}

/** Reads `apt-cache madison`: lines of "name | version | source". */
export function offeredVersions(madison: string): ReadonlyMap<string, readonly string[]> {
  const offered = new Map<string, string[]>();
  for (const line of madison.split('\n')) {
    const [name, version] = line.split('|').map((field) => field.trim());
    if (name !== undefined && version !== undefined) {
      offered.set(name, [...(offered.get(name) ?? []), version]);
    }
  }
  return offered;
}

/** Fails, naming every package, when the archive no longer has a pinned version. */
export function requireOffered(lock: LockFile, offered: ReadonlyMap<string, readonly string[]>): void {
  const gone = lock.packages.filter((one) => !(offered.get(one.name) ?? []).includes(one.version));
  if (gone.length === 0) {
    return;
  }
  const lines = gone.map(
    (one) => `  ${one.name}: pinned ${one.version}, offered ${offered.get(one.name)?.join(', ') ?? 'not at all'}`,
  );
  throw new LabError(
    `The Debian ${lock.release} archive has no longer the versions that lab/build/debian/${lock.release}.lock pins:\n${lines.join('\n')}\n` +
      `Debian replaces packages when it fixes them. Run "npm run lab -- pin ${lock.release}" to pin what it offers now, and commit the changed lock file.`,
  );
}

async function requireContent(one: PinnedPackage, file: string): Promise<void> {
  const found = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  if (found !== one.sha256) {
    throw new LabError(
      `${one.name} ${one.version}: the downloaded package has SHA-256 ${found}, the lock file says ${one.sha256}. ` +
        'It is not used: somebody between the archive and this machine changed it, or the lock file was edited.',
    );
  }
}
