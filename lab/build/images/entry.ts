import { chmod, mkdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Cache } from '../../cache/entry';
import { filesBelow, keyOf } from '../../cache/key';
import type { Progress } from '../../progress';
import type { ImageArchive } from '../artifacts-types';
import { labDirectory } from '../versions';
import type { ImageDefinition } from './definitions';
import { writeImage } from './oci';
import { ImageRoot } from './root';

/** Makes an image's archive, or finds it in the cache. */
export async function imageEntry(cache: Cache, image: ImageDefinition, progress: Progress): Promise<ImageArchive> {
  const files = await filesBelow(labDirectory, 'build/images', ['.ts']);
  const values = [image.reference, JSON.stringify(image.config), ...image.from];
  const key = await keyOf({ root: labDirectory, values, files });
  const directory = await cache.ensure(
    { name: `image-${image.name}`, key },
    (partial) => progress.step(`Image ${image.name}`, () => makeArchive(image, partial)),
    () => progress.note(`   Another process is making the image ${image.name}: waiting for it.`),
  );
  return { reference: image.reference, archive: path.join(directory, 'image.tar') };
}

async function makeArchive(image: ImageDefinition, directory: string): Promise<void> {
  const root = path.join(directory, 'root');
  await mkdir(root);
  await chmod(root, 0o755);
  await image.addFiles(new ImageRoot(root));
  const scratch = path.join(directory, 'layout');
  await mkdir(scratch);
  const archive = path.join(directory, 'image.tar');
  await writeImage({ reference: image.reference, root, config: image.config, scratch, archive });
  await rm(root, { recursive: true });
}
