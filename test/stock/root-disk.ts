import { cp, mkdir, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { run } from '../../lab/build/command';
import { debianSources } from '../../lab/build/debian/apt';
import type { Cache } from '../../lab/cache/entry';
import { keyOf } from '../../lab/cache/key';
import type { Progress } from '../../lab/progress';
import type { Release } from './releases';
import type { Tools } from './tools';

/** To be raised when the changes to the root file system change. */
const FORMAT = '1';

/**
 * Packages of an installed Debian that matter here, and those that the README asks for, if the release's own are new enough. (AppArmor comes with the
 * kernel, as a recommended package.)
 */
const PACKAGES = [
  ...['linux-image-amd64', 'apparmor', 'systemd-sysv', 'dbus', 'openssh-server', 'ca-certificates'],
  ...['python3', 'python3-pip', 'git'],
];

const DISK_BYTES = 30 * 2 ** 30;

/** A stock machine that can be booted. */
export interface RootDisk {
  /** The disk, raw, a file system without partitions. Sparse. */
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
}

/** Makes the root disk of a release with this machine's Node.js and Go, or finds it in the cache. */
export async function ensureRootDisk(
  cache: Cache,
  release: Release,
  tools: Tools,
  progress: Progress,
): Promise<RootDisk> {
  const sources = await debianSources(release.codeName);
  const goRoot = (await run('go', ['env', 'GOROOT'])).trim();
  const values = [FORMAT, release.codeName, sources, process.version, await run('go', ['version']), ...PACKAGES];
  const directory = await cache.ensure(
    { name: `stock-${release.codeName}`, key: await keyOf({ values, root: '/' }) },
    (partial) =>
      progress.step(`Root disk of Debian ${release.number}`, async () => {
        const root = path.join(partial, 'root');
        await bootstrap(tools, release, sources, root);
        await addNode(root);
        await cp(goRoot, path.join(root, 'usr/local/go'), { recursive: true, verbatimSymlinks: true });
        await symlink('../go/bin/go', path.join(root, 'usr/local/bin/go'));
        await configure(root);
        await moveKernel(root, partial);
        await makeDisk(root, path.join(partial, 'disk'), DISK_BYTES);
        await rm(root, { recursive: true });
      }),
  );
  return {
    disk: path.join(directory, 'disk'),
    kernel: path.join(directory, 'kernel'),
    initrd: path.join(directory, 'initrd'),
  };
}

/** Makes a disk of a file system with the content of a directory. */
export async function makeDisk(content: string, disk: string, bytes: number): Promise<void> {
  await writeFile(disk, '');
  await truncate(disk, bytes);
  await run('mke2fs', ['-q', '-t', 'ext4', '-d', content, disk]);
}

async function bootstrap({ mmdebstrap }: Tools, release: Release, sources: string, root: string): Promise<void> {
  const file = `${root}.sources.list`;
  await writeFile(file, sources);
  const [command = '', ...args] = mmdebstrap;
  const options = ['--mode=root', '--variant=important', `--include=${PACKAGES.join(',')}`];
  await run(command, [...args, ...options, release.codeName, root, file]);
  await rm(file);
}

/** Puts Node.js into /usr/local, as its archive would: Debian's is older than the README asks for. */
async function addNode(root: string): Promise<void> {
  const modules = path.join(root, 'usr/local/lib/node_modules');
  await mkdir(modules, { recursive: true });
  const npm = path.join(path.dirname(path.dirname(process.execPath)), 'lib/node_modules/npm');
  await cp(process.execPath, path.join(root, 'usr/local/bin/node'), { dereference: true });
  await cp(npm, path.join(modules, 'npm'), { recursive: true, verbatimSymlinks: true });
  for (const name of ['npm', 'npx']) {
    await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(root, 'usr/local/bin', name));
  }
}

/** Makes the settings that an installer would ask for: name, disk and network. */
async function configure(root: string): Promise<void> {
  const write = (file: string, text: string): Promise<void> => writeFile(path.join(root, file), text);
  await write('etc/hostname', 'stock\n');
  await write('etc/hosts', '127.0.0.1 localhost\n127.0.1.1 stock\n');
  await write('etc/fstab', '/dev/vda / ext4 errors=remount-ro 0 1\n');
  // The one interface, under any name. QEMU's user network has its name server there.
  await write('etc/systemd/network/10-wired.network', '[Match]\nName=en*\n[Network]\nDHCP=yes\n');
  await run('chroot', [root, 'systemctl', 'enable', 'systemd-networkd']);
  await write('etc/resolv.conf', 'nameserver 10.0.2.3\n');
}

async function moveKernel(root: string, target: string): Promise<void> {
  const boot = path.join(root, 'boot');
  for (const name of await readdir(boot)) {
    if (name.startsWith('vmlinuz-')) await rename(path.join(boot, name), path.join(target, 'kernel'));
    if (name.startsWith('initrd.img-')) await rename(path.join(boot, name), path.join(target, 'initrd'));
  }
}
