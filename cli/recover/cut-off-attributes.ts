import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stateDirectory } from './state-directory';

/**
 * Finds files of attributes beside states in files that a killed command had opened and not written yet. Such a file is empty, and the engine then fails to
 * read the state with "EOF". A state without one is whole: a state itself is replaced by renaming (gocloud.dev/blob/fileblob, attrs.go).
 *
 * @param backend the backend's URL.
 */
export async function cutOffAttributes(backend: string): Promise<string[]> {
  const directory = stateDirectory(backend);
  if (directory === undefined) return [];
  const stacks = join(directory, 'stacks');
  const names = await readdir(stacks, { recursive: true }).catch((): string[] => []);
  const files = names.filter((name) => name.endsWith('.attrs')).map((name) => join(stacks, name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return files.filter((_file, index) => sizes[index] === 0).sort();
}

/** Removes such files. */
export async function removeAttributes(files: readonly string[]): Promise<void> {
  for (const file of files) await rm(file, { force: true });
}
