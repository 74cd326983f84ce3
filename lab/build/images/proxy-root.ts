import { cp, readdir, readFile, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { exists } from '../../cache/entry';
import { run } from '../command';
import { iptablesPrograms } from '../debian/programs';
import type { ImageRoot } from './root';

/** Of no use in an image without a package manager or a reader. */
const leftOut = ['doc', 'man', 'locale', 'lintian', 'bug', 'menu'].map((name) => `usr/share/${name}`);

/** Fills a root with the proxy's Debian packages: C library, iptables, certificates and a shell. */
export async function addProxyPackages(root: ImageRoot, packages: string): Promise<void> {
  await cp(packages, root.directory, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  for (const directory of [...leftOut, 'usr/lib/x86_64-linux-gnu/gconv']) {
    await rm(path.join(root.directory, directory), { recursive: true, force: true });
  }
  // What the packages' scripts would have done: choose the iptables variant, gather certificates, install a shell.
  for (const [name, program] of Object.entries(iptablesPrograms)) {
    await root.addLink(path.join('usr/sbin', name), path.basename(program));
  }
  await addCertificates(root, packages);
  await addShell(root);
}

/** Gathers the certificate authorities of ca-certificates in the one file that programs read. */
export async function addCertificates(root: ImageRoot, packages: string): Promise<void> {
  const directory = path.join(packages, 'usr/share/ca-certificates/mozilla');
  const names = (await readdir(directory)).sort();
  const certificates = await Promise.all(names.map((name) => readFile(path.join(directory, name), 'utf8')));
  await root.addText('etc/ssl/certs/ca-certificates.crt', certificates.map((text) => `${text.trim()}\n`).join(''));
}

/** Gives busybox the names of the programs that it is, where no other program has them. */
async function addShell(root: ImageRoot): Promise<void> {
  const names = (await run(path.join(root.directory, 'bin/busybox'), ['--list'])).split('\n');
  for (const name of names.filter((one) => one !== '' && one !== 'busybox')) {
    const taken = await Promise.all(
      ['bin', 'sbin', 'usr/bin', 'usr/sbin'].map((directory) => exists(path.join(root.directory, directory, name))),
    );
    if (!taken.includes(true)) {
      await root.addLink(path.join('bin', name), 'busybox');
    }
  }
}
