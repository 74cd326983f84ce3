import { readFile } from 'node:fs/promises';
import { LabError } from '../../error';

/** The code name of this machine's Debian release, e.g. `bookworm`. */
export async function debianRelease(file = '/etc/os-release'): Promise<string> {
  const name = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(await readFile(file, 'utf8'))?.[1];
  if (name === undefined) {
    throw new LabError(
      `${file} names no VERSION_CODENAME: the lab cannot tell which Debian packages fit this machine.`,
    );
  }
  return name;
}
