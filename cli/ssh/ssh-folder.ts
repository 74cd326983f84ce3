import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SshFiles, sshFiles, type SshTarget } from './ssh-config';

/** A folder for the files of the `ssh` program that its user alone can read. It goes at the latest when the process ends. */
export class SshFolder {
  private readonly onExit = () => rmSync(this.path, { recursive: true, force: true });

  private constructor(readonly path: string) {
    process.once('exit', this.onExit);
  }

  /** Makes the folder for a machine. */
  static make(target: SshTarget): SshFolder {
    // The name is short, because the path of a socket holds about a hundred characters.
    const folder = new SshFolder(mkdtempSync(join(tmpdir(), 'mesh-')));
    try {
      chmodSync(folder.path, 0o700);
      folder.write(sshFiles(target, folder.path));
      return folder;
    } catch (error) {
      folder.remove();
      throw error;
    }
  }

  /** Removes the folder. */
  remove(): void {
    process.off('exit', this.onExit);
    this.onExit();
  }

  private write(files: SshFiles): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.path, name), text, { mode: 0o600 });
  }
}
