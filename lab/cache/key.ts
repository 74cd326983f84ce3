import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';

/** Everything that an artifact's content depends on. */
export interface KeyInput {
  /** Values such as versions, flags and keys of other entries. */
  readonly values?: readonly string[];
  /** Files by path below `root`. Path and content count; the place of `root` does not. */
  readonly files?: readonly string[];
  readonly root: string;
}

/** Makes an entry's key: the same input gives the same key on every machine. */
export async function keyOf(input: KeyInput): Promise<string> {
  const hash = createHash('sha256');
  const add = (part: string | Buffer): void => {
    // The length in front keeps ["ab", "c"] and ["a", "bc"] apart.
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  };
  for (const value of input.values ?? []) {
    add(value);
  }
  const files = [...(input.files ?? [])].sort();
  const contents = await Promise.all(files.map((file) => readFile(path.join(input.root, file))));
  files.forEach((file, index) => {
    add(file);
    add(contents[index] ?? '');
  });
  return hash.digest('hex').slice(0, 16);
}

/** Lists the files below a directory whose name ends in one of `endings`, relative to `root`. */
export async function filesBelow(root: string, directory: string, endings: readonly string[]): Promise<string[]> {
  const entries = await readdir(path.join(root, directory), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}
