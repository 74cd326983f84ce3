// @ts-check
// Looks at the machine without changing it. It tries things out in namespaces that end with the trial.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, statfsSync, statSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { neededCommands } from './checks.mjs';

const lab = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Numbers that the kernel gives file systems, where the kind matters. */
const fileSystems = /** @type {Record<number, string>} */ ({
  0x794c7630: 'overlay',
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x01021994: 'tmpfs',
  0x9123683e: 'btrfs',
});

/** @returns {import('./types.d.ts').HostFacts} */
export function gatherFacts(environment = process.env) {
  const release = osRelease();
  const root = process.getuid?.() === 0;
  const cacheDirectory = path.join(environment['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'meshwork');
  const stateDirectory = environment['MESHWORK_LAB_DIR'] ?? path.join(path.dirname(lab), '.lab');
  const cache = statfsSync(existing(cacheDirectory));
  return {
    platform: process.platform,
    architecture: process.arch,
    userId: process.getuid?.() ?? -1,
    distribution: release['ID'] ?? 'unknown',
    release: release['VERSION_CODENAME'] ?? 'unknown',
    pinnedReleases: pinnedReleases(),
    kernel: os.release(),
    kernelOptions: kernelOptions(),
    namespaceFailure: root
      ? failure('unshare', ['--pid', '--fork', '--mount', '--net', '--mount-proc', 'true'])
      : undefined,
    overlayFailure: root ? failure('unshare', ['--mount', 'sh', '-c', overlayTry]) : undefined,
    cgroupControllers: cgroupControllers(),
    memoryBytes: os.totalmem(),
    inotify: inotify(),
    cacheDirectory,
    cacheFreeBytes: cache.bavail * cache.bsize,
    cacheFilled:
      existsSync(cacheDirectory) && readdirSync(cacheDirectory).some((name) => name.startsWith('kubernetes-')),
    stateDirectory,
    stateFileSystem: fileSystems[statfsSync(existing(stateDirectory)).type] ?? 'another file system',
    commands: Object.keys(neededCommands).map(commandFact),
    goToolchainSetting: output('go', ['env', 'GOTOOLCHAIN'], goOutside),
    goNeeded: /^go (\S+)$/m.exec(readFileSync(path.join(lab, 'go.work'), 'utf8'))?.[1] ?? '1.26',
  };
}

/** On a tmpfs of its own, so that nothing is written to any disk. */
const overlayTry =
  'mount -t tmpfs none /mnt && mkdir /mnt/lower /mnt/upper /mnt/work /mnt/merged && ' +
  'mount -t overlay -o lowerdir=/mnt/lower,upperdir=/mnt/upper,workdir=/mnt/work none /mnt/merged';

/** Outside of the workspace, so that Go names the installed version and does not begin to download the one in go.work. */
const goOutside = { cwd: '/', env: { ...process.env, GOWORK: 'off' } };

/**
 * Asks only the few whose version matters: each question costs time at every start.
 * @param {string} name
 * @returns {import('./types.d.ts').CommandFact}
 */
function commandFact(name) {
  switch (name) {
    case 'node':
      return { name, version: process.version };
    case 'go':
      return { name, version: output('go', ['env', 'GOVERSION'], goOutside) };
    case 'pip':
      return { name, version: output('python3', ['-c', 'import pip; print(pip.__version__)']) };
    default: {
      const directories = (process.env['PATH'] ?? '').split(path.delimiter);
      return { name, version: directories.map((directory) => path.join(directory, name)).find(existsSync) };
    }
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
function output(command, args, options = {}) {
  const result = spawnSync(command, args, { ...options, encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function failure(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  return result.status === 0
    ? undefined
    : (result.error?.message ?? (result.stderr.trim() || `exit code ${String(result.status)}`));
}

/** @returns {Record<string, string>} */
function osRelease() {
  if (!existsSync('/etc/os-release')) {
    return {};
  }
  const lines = readFileSync('/etc/os-release', 'utf8').matchAll(/^(\w+)="?([^"\n]*)"?$/gm);
  return Object.fromEntries([...lines].map(nameAndValue));
}

/**
 * @param {RegExpExecArray} match
 * @returns {[string, string]}
 */
function nameAndValue(match) {
  return [match[1] ?? '', match[2] ?? ''];
}

function pinnedReleases() {
  return readdirSync(path.join(lab, 'build/debian'))
    .filter((file) => file.endsWith('.lock'))
    .map((file) => path.basename(file, '.lock'));
}

/** @returns {Record<string, string> | undefined} */
function kernelOptions() {
  const places = ['/proc/config.gz', `/boot/config-${os.release()}`, `/lib/modules/${os.release()}/config`];
  const place = places.find(existsSync);
  if (place === undefined) {
    return undefined;
  }
  const content = readFileSync(place);
  const text = (place.endsWith('.gz') ? gunzipSync(content) : content).toString();
  return Object.fromEntries([...text.matchAll(/^CONFIG_(\w+)=([ym])$/gm)].map(nameAndValue));
}

function cgroupControllers() {
  const unified = '/sys/fs/cgroup/cgroup.controllers';
  if (existsSync(unified)) {
    return readFileSync(unified, 'utf8').trim().split(' ');
  }
  const mounts = existsSync('/proc/self/mounts') ? readFileSync('/proc/self/mounts', 'utf8') : '';
  return [...mounts.matchAll(/^\S+ \/sys\/fs\/cgroup\/(\S+) cgroup /gm)].flatMap((line) => (line[1] ?? '').split(','));
}

/** The kernel counts instances by user; those of root can be seen by root alone. */
function inotify() {
  const limit = '/proc/sys/fs/inotify/max_user_instances';
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const used = processes.map(inotifyInstances).reduce((sum, count) => sum + count, 0);
  return { limit: existsSync(limit) ? Number(readFileSync(limit, 'utf8')) : Infinity, used };
}

/**
 * How many a process has, if it is one of root's that is still there.
 * @param {string} id
 */
function inotifyInstances(id) {
  const files = `/proc/${id}/fd`;
  try {
    if (statSync(`/proc/${id}`).uid !== 0) return 0;
    return readdirSync(files).filter((file) => readlinkSync(`${files}/${file}`) === 'anon_inode:inotify').length;
  } catch {
    return 0;
  }
}

/**
 * The directory itself, or the first of its parents that is there.
 * @param {string} directory
 * @returns {string}
 */
function existing(directory) {
  return existsSync(directory) ? directory : existing(path.dirname(directory));
}
