import { chmod, chown, copyFile, link, mkdir, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';

/** Who owns a directory of an image, and what they may do. */
export interface DirectoryOptions {
  readonly mode?: number;
  readonly owner?: number;
}

/** The root directory of an image in the making. Modes are set explicitly, so that the user's umask does not show in images. */
export class ImageRoot {
  constructor(readonly directory: string) {}

  async addDirectory(name: string, options: DirectoryOptions = {}): Promise<void> {
    const parts = name.split('/').filter((part) => part !== '');
    for (let depth = 1; depth <= parts.length; depth++) {
      const target = path.join(this.directory, ...parts.slice(0, depth));
      const made = await mkdir(target).then(
        () => true,
        () => false, // it is there
      );
      if (made) {
        await chmod(target, 0o755);
      }
    }
    const target = path.join(this.directory, name);
    await chmod(target, options.mode ?? 0o755);
    await chown(target, options.owner ?? 0, options.owner ?? 0);
  }

  /** Adds a program from the cache without copying it: large ones cost nothing until the layer is written. */
  async addProgram(name: string, source: string): Promise<void> {
    await this.addDirectory(path.dirname(name));
    const target = path.join(this.directory, name);
    await link(source, target).catch(() => copyFile(source, target)); // another file system
  }

  async addText(name: string, text: string): Promise<void> {
    await this.addDirectory(path.dirname(name));
    const target = path.join(this.directory, name);
    await writeFile(target, text);
    await chmod(target, 0o644);
  }

  async addLink(name: string, target: string): Promise<void> {
    await this.addDirectory(path.dirname(name));
    await symlink(target, path.join(this.directory, name));
  }

  /** Adds what every program may ask for: accounts, a directory for temporary files. */
  async addAccounts(accounts: Readonly<Record<string, number>>): Promise<void> {
    const all = { root: 0, ...accounts };
    const users = Object.entries(all).map(
      ([name, id]) => `${name}:x:${id}:${id}::${id === 0 ? '/root' : `/home/${name}`}:/bin/sh`,
    );
    const groups = Object.entries(all).map(([name, id]) => `${name}:x:${id}:`);
    await this.addText('etc/passwd', `${users.join('\n')}\n`);
    await this.addText('etc/group', `${groups.join('\n')}\n`);
    await this.addDirectory('tmp', { mode: 0o1777 });
  }
}
