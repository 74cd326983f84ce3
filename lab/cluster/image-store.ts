import { copyFile, mkdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { ImageArchive } from '../build/artifacts-types';
import { run } from '../build/command';
import type { Cache } from '../cache/entry';
import { keyOf } from '../cache/key';

/** To be raised when the content of an image store changes for another reason than its images. */
const FORMAT = '1';

/** Files of a containerd root that it changes in place; all others are written once. */
const DATABASES = ['io.containerd.metadata.v1.bolt/meta.db', 'io.containerd.snapshotter.v1.overlayfs/metadata.db'];

/**
 * Returns a containerd root that holds the images and nothing else, unpacked. It is made once per machine; every start of a
 * cluster begins with a copy of it, so no start imports an image or finds containers of an earlier start.
 */
export async function ensureImageStore(
  cache: Cache,
  images: readonly ImageArchive[],
  searchPath: string,
): Promise<string> {
  // An archive's path holds the key of the cache entry that it is in.
  const values = [FORMAT, ...images.flatMap(({ reference, archive }) => [reference, archive])];
  const entry = { name: 'image-store', key: await keyOf({ values, root: '/' }) };
  return cache.ensure(entry, async (directory) => {
    const script = path.join(__dirname, 'image-store.sh');
    const archives = images.map(({ archive }) => archive);
    const namespaces = ['--mount', '--pid', '--fork', '--mount-proc', '--kill-child'];
    await run('unshare', [...namespaces, '--', 'sh', script, directory, ...archives], {
      env: { ...process.env, PATH: searchPath },
    });
  });
}

/**
 * Copies an image store. Layers are only ever read (a container's changes go to a directory of its own), so they are linked
 * instead of copied where the file system is the same.
 */
export async function copyImageStore(store: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await mkdir(path.dirname(target), { recursive: true });
  try {
    await run('cp', ['--archive', '--link', store, target]);
  } catch {
    await rm(target, { recursive: true, force: true });
    await run('cp', ['--archive', store, target]);
  }
  for (const database of DATABASES) {
    const file = path.join(target, database);
    await rm(file);
    await copyFile(path.join(store, database), file);
  }
}
