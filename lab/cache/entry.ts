import { access, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import * as path from 'node:path';
import { withLock } from './lock';

/** Names one entry, by its kind and by the key of everything that went into it. */
export interface EntryName {
  readonly name: string;
  readonly key: string;
}

/** Fills the directory it is given; the entry counts only once this has returned. */
export type Fill = (directory: string) => Promise<void>;

/** An entry that was not used for this long is removed when a newer one of the same name is made. In days. */
const UNUSED_DAYS = 14;

/**
 * Directories made once per machine, each under its name and key. An entry is filled under another name beside its place
 * and renamed when complete, so an incomplete one is never used.
 */
export class Cache {
  constructor(readonly directory: string) {}

  /** Where the entry is, or will be once it is complete. */
  pathOf(entry: EntryName): string {
    return path.join(this.directory, `${entry.name}-${entry.key}`);
  }

  /** The entry's directory if it is complete. */
  async find(entry: EntryName): Promise<string | undefined> {
    const directory = this.pathOf(entry);
    try {
      const now = new Date();
      await utimes(directory, now, now); // its age is the time since it was last used
      return directory;
    } catch {
      return undefined;
    }
  }

  /** Returns the entry's directory, filling it first unless it is complete. */
  async ensure(entry: EntryName, fill: Fill, onWait?: () => void): Promise<string> {
    return (await this.find(entry)) ?? (await this.locked(entry.name, () => this.fill(entry, fill), onWait));
  }

  /** Runs `work` while no other process holds the lock of this name. */
  async locked<T>(name: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
    await mkdir(this.directory, { recursive: true, mode: 0o755 });
    return withLock(path.join(this.directory, `.${name}.lock`), work, onWait);
  }

  /** Makes the entry; to be called while holding the one lock under which entries of its name are made. */
  async fill(entry: EntryName, fill: Fill): Promise<string> {
    const made = await this.find(entry);
    if (made !== undefined) {
      return made; // by the process that we waited for
    }
    await this.sweep(entry);
    const partial = path.join(this.directory, `.${entry.name}-${entry.key}.partial`);
    await mkdir(partial);
    await fill(partial);
    await flush(partial);
    await rename(partial, this.pathOf(entry));
    return this.pathOf(entry);
  }

  /** Removes incomplete entries of this name (we hold its lock, so no process is filling one), and entries long unused. */
  private async sweep(entry: EntryName): Promise<void> {
    const sibling = new RegExp(`^(\\.?)${entry.name}-[0-9a-f]{16}(\\.partial)?$`);
    const oldest = Date.now() - UNUSED_DAYS * 24 * 3600 * 1000;
    for (const name of await readdir(this.directory)) {
      const match = sibling.exec(name);
      if (match === null) {
        continue;
      }
      const directory = path.join(this.directory, name);
      if (match[2] !== undefined || (await stat(directory)).mtimeMs < oldest) {
        await rm(directory, { recursive: true, force: true });
      }
    }
  }
}

/** Writes everything below to disk, so that a power cut after the rename cannot leave a complete entry of empty files. */
async function flush(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) {
      const file = await open(path.join(entry.parentPath, entry.name), 'r');
      await file.sync().finally(() => file.close());
    }
  }
}

/** Whether a path can be reached. */
export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
