import { mkdir, readdir, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { buildArtifacts } from '../../lab/build/artifacts';
import { run } from '../../lab/build/command';
import type { Cache } from '../../lab/cache/entry';
import { searchPath } from '../../lab/cluster/context';
import { ensureImageStore } from '../../lab/cluster/image-store';
import type { Progress } from '../../lab/progress';
import { CHECKOUT } from '../../lab/state';
import { makeDisk } from './root-disk';

const DISK_BYTES = 30 * 2 ** 30;

/** Names of the directories of a data disk: the build cache, the checkout, and one for temporary files. */
export const DATA = { cache: 'meshwork', checkout: 'checkout', temporary: 'tmp' } as const;

/** Makes a disk with this checkout as it is, its npm packages, and the builds of the lab. Yields its file, below `directory`. */
export async function makeDataDisk(cache: Cache, directory: string, progress: Progress): Promise<string> {
  const begun = Date.now();
  const artifacts = await buildArtifacts({ progress });
  await ensureImageStore(cache, artifacts.images, searchPath(artifacts));
  return progress.step('Data disk', async () => {
    const content = path.join(directory, 'data');
    for (const name of Object.values(DATA)) await mkdir(path.join(content, name), { recursive: true });
    await copyEntries(cache, begun, path.join(content, DATA.cache));
    await copyCheckout(path.join(content, DATA.checkout));
    const disk = path.join(directory, 'data.disk');
    await makeDisk(content, disk, DISK_BYTES);
    return disk;
  });
}

/** Copies the cache entries that were used since a time: an entry's age is the time since its last use. Files without a key belong to no version. */
async function copyEntries(cache: Cache, since: number, target: string): Promise<void> {
  for (const name of await readdir(cache.directory)) {
    const entry = path.join(cache.directory, name);
    const isOld = /-[0-9a-f]{16}$/.test(name) && (await stat(entry)).mtimeMs < since;
    if (!name.startsWith('.') && !name.startsWith('stock-') && !isOld) await copy(entry, target);
  }
}

/** Copies the files that git knows or would add, and the packages. */
async function copyCheckout(target: string): Promise<void> {
  const script =
    'git ls-files --cached --others --exclude-standard -z | tar --create --ignore-failed-read --null --files-from - | tar --extract --directory "$1"';
  await run('bash', ['-o', 'pipefail', '-c', script, 'bash', target], { cwd: CHECKOUT });
  await copy(path.join(CHECKOUT, 'node_modules'), target);
}

async function copy(source: string, target: string): Promise<void> {
  await run('cp', ['--archive', '--reflink=auto', source, target]);
}
