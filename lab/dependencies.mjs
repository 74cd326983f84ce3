// @ts-check
// Installs the npm packages that package-lock.json pins, unless exactly those are there.
//   node lab/dependencies.mjs
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} LockFile
 */

const checkout = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Whether the installed packages are the pinned ones. npm lists the installed ones in the same form as the lock file.
 * @param {LockFile} pinned
 * @param {LockFile} installed
 */
export function matches(pinned, installed) {
  const wanted = Object.entries(pinned.packages).filter(([place]) => place !== '');
  const unwanted = Object.keys(installed.packages).some((place) => pinned.packages[place] === undefined);
  return (
    !unwanted &&
    wanted.every(([place, wish]) => {
      const found = installed.packages[place];
      // Packages for other platforms are pinned, but not installed.
      return found === undefined
        ? wish.optional === true
        : found.version === wish.version && found.integrity === wish.integrity;
    })
  );
}

/** Whether the pinned packages are installed in this checkout. */
export function areInstalled() {
  const installed = path.join(checkout, 'node_modules/.package-lock.json');
  return existsSync(installed) && matches(readLock(path.join(checkout, 'package-lock.json')), readLock(installed));
}

/** Installs the pinned packages; two processes that find them missing do not disturb each other. */
export function install() {
  const lock = path.join(checkout, 'package-lock.json');
  return (
    spawnSync('flock', [lock, process.execPath, fileURLToPath(import.meta.url)], { stdio: 'inherit' }).status === 0
  );
}

/**
 * @param {string} file
 * @returns {LockFile}
 */
function readLock(file) {
  /** @type {unknown} */
  const content = JSON.parse(readFileSync(file, 'utf8'));
  if (!isLockFile(content)) {
    throw new Error(`${file}: expected an npm lock file with "packages". Restore it from git.`);
  }
  return content;
}

/**
 * @param {unknown} content
 * @returns {content is LockFile}
 */
function isLockFile(content) {
  return (
    typeof content === 'object' && content !== null && 'packages' in content && typeof content.packages === 'object'
  );
}

if (
  process.argv[1] !== undefined &&
  path.resolve(process.argv[1]) === fileURLToPath(import.meta.url) &&
  !areInstalled()
) {
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = spawnSync('npm', ['ci', ...options], { cwd: checkout, stdio: ['ignore', 2, 2] });
  process.exitCode = result.status ?? 1;
}
