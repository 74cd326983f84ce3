import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from '../command';

/** What an image runs and as whom. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly user?: string;
  readonly workingDirectory?: string;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** The same files must give the same archive on every machine and day. */
const reproducible = ['--sort=name', '--mtime=@0', '--numeric-owner', '--format=gnu'];

const searchPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Writes an image of one layer as an OCI layout archive. The layer is not compressed: on one machine that would cost more
 * time than the disk does.
 *
 * @param root the image's files; owners and modes are taken as they are.
 * @param scratch an empty directory on the file system of `archive`; it is removed.
 */
export async function writeImage(options: {
  reference: string;
  root: string;
  config: ImageConfig;
  scratch: string;
  archive: string;
}): Promise<void> {
  const blobs = path.join(options.scratch, 'blobs/sha256');
  await mkdir(blobs, { recursive: true });
  const layerFile = path.join(options.scratch, 'layer.tar');
  await run('tar', ['--create', ...reproducible, '--file', layerFile, '--directory', options.root, '.']);
  const layer = await addFile(blobs, layerFile, 'application/vnd.oci.image.layer.v1.tar');
  const config = await addJson(blobs, 'application/vnd.oci.image.config.v1+json', {
    architecture: 'amd64',
    os: 'linux',
    config: {
      Entrypoint: options.config.entrypoint,
      Env: [searchPath],
      User: options.config.user ?? '',
      WorkingDir: options.config.workingDirectory ?? '/',
    },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
    history: [{ created_by: 'meshwork lab' }],
  });
  const manifest = await addJson(blobs, 'application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config,
    layers: [layer],
  });
  const annotations = { 'io.containerd.image.name': options.reference };
  const index = { schemaVersion: 2, manifests: [{ ...manifest, annotations }] };
  await writeFile(path.join(options.scratch, 'index.json'), JSON.stringify(index));
  await writeFile(path.join(options.scratch, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  const members = ['oci-layout', 'index.json', 'blobs'];
  const owner = ['--owner=0', '--group=0'];
  await run('tar', [
    '--create',
    ...reproducible,
    ...owner,
    '--file',
    options.archive,
    '--directory',
    options.scratch,
    ...members,
  ]);
  await rm(options.scratch, { recursive: true });
}

async function addFile(blobs: string, file: string, mediaType: string): Promise<Descriptor> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const digest = hash.digest('hex');
  const { size } = await stat(file);
  await rename(file, path.join(blobs, digest));
  return { mediaType, digest: `sha256:${digest}`, size };
}

async function addJson(blobs: string, mediaType: string, value: object): Promise<Descriptor> {
  const text = JSON.stringify(value);
  const digest = createHash('sha256').update(text).digest('hex');
  await writeFile(path.join(blobs, digest), text);
  return { mediaType, digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
}
